/** The writes of an application's release for some requests, generated only from the profile's write events. */
import type { Redis } from 'ioredis';
import { compileProfile, type CompiledFamily } from '../../src/lib/profile/classify.js';
import { atVersion } from '../../src/lib/profile/at-version.js';
import type { Write } from '../../src/lib/profile/operations.js';
import { fillPattern } from '../../src/lib/profile/pattern.js';
import type { Profile } from '../../src/lib/profile/types.js';

/** A request: values of its keys' placeholders, and the increment of each field. */
export interface SyntheticRequest {
  captures: Readonly<Record<string, string>>;
  amounts: Readonly<Record<string, number>>;
  /** USD, rated and real. */
  cost: number;
}

type Sent = [command: string, ...args: (string | number)[]];

/** Conditions of the usual request. */
const HOLD = new Set(['cost', 'account', 'claude-account', 'known-key', 'details']);

/** All fields of the family in that release, with the request's increments. */
function* increments({ family }: CompiledFamily, { amounts, captures }: SyntheticRequest): Generator<[string, number]> {
  for (const name of Object.keys({ ...family.fields, ...family.optionalFields })) {
    const plain = name.replace(/^model:\{model\}:/, '').replace(/^total([A-Z])/, (_, first: string) => first.toLowerCase());
    const amount = amounts[family.id === 'metrics.minute' && plain === 'tokens' ? 'allTokens' : plain];
    if (amount !== undefined) yield [fillPattern(name, { model: captures['model']! }), amount];
  }
}

function sentBy(write: Write, family: CompiledFamily, profile: Profile, request: SyntheticRequest): Sent[] {
  const key = fillPattern(family.family.pattern, request.captures);
  switch (write.command) {
    case 'INCRBYFLOAT':
      return [['INCRBYFLOAT', key, String(request.cost)]];
    case 'EXPIRE': {
      const { ttl } = family.family;
      return ttl.expires && ttl.seconds !== undefined ? [['EXPIRE', key, ttl.seconds]] : [['EXPIRE', key, 600]];
    }
    case 'SADD': {
      const { lists } = family.family;
      return lists ? [['SADD', key, fillPattern(lists.member, request.captures)]] : [];
    }
    default:
      return [];
  }
}

/** All recording commands of one request. A hash field is incremented once, however many writes the event has. */
export function commandsOf(profile: Profile, version: string, request: SyntheticRequest): Sent[] {
  const at = atVersion(profile, version);
  const compiled = new Map(compileProfile(at).families.map((family) => [family.family.id, family]));
  const counted = new Set<string>();
  const holds = (conditions: readonly string[] = []): boolean =>
    conditions.every((id) => (id.startsWith('!') ? !HOLD.has(id.slice(1)) : HOLD.has(id)));
  return at
    .operations!.events.filter(({ every, when }) => every === 'request' && holds(when))
    .flatMap(({ writes }) => writes)
    .filter(({ when }) => holds(when))
    .flatMap((write): Sent[] => {
      const family = write.family === null ? undefined : compiled.get(write.family);
      if (!family) return [];
      if (write.command !== 'HINCRBY') return sentBy(write, family, at, request);
      if (counted.has(family.family.id)) return [];
      counted.add(family.family.id);
      const key = fillPattern(family.family.pattern, request.captures);
      return [...increments(family, request)].map(([field, amount]): Sent => ['HINCRBY', key, field, amount]);
    });
}

/** Sends the release's commands for each request. */
export async function writeRequests(
  client: Redis,
  profile: Profile,
  version: string,
  requests: readonly SyntheticRequest[],
): Promise<void> {
  const pipeline = client.pipeline();
  for (const request of requests)
    for (const [command, ...args] of commandsOf(profile, version, request)) pipeline.call(command, ...args);
  await pipeline.exec();
}
