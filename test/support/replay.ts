/** Sends the write events of a profile to a server, as the application would. */
import { createHash } from 'node:crypto';
import type { DemoCommand } from '../../src/lib/demo/entry.js';
import type { Workload, Write, WriteEvent } from '../../src/lib/profile/operations.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

/** Arguments after the key. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  BRPOPLPUSH: ['{key}', '0.01'],
  BZPOPMIN: ['0.01'],
  EXPIRE: ['3600'],
  EXPIREAT: ['1900000000'],
  HDEL: ['field'],
  HGET: ['field'],
  HINCRBY: ['count', '1'],
  HINCRBYFLOAT: ['amount', '0.5'],
  HMGET: ['field', 'other'],
  INCRBY: ['2'],
  INCRBYFLOAT: ['0.5'],
  LINDEX: ['0'],
  LPUSH: ['element'],
  LRANGE: ['0', '-1'],
  LREM: ['1', 'element'],
  LTRIM: ['0', '9'],
  PEXPIRE: ['3600000'],
  RPOPLPUSH: ['{key}'],
  RPUSH: ['element'],
  SADD: ['member'],
  SET: ['1', 'EX', '3600'],
  SETEX: ['3600', '1'],
  SISMEMBER: ['member'],
  SREM: ['member'],
  XADD: ['*', 'event', 'added'],
  XTRIM: ['MAXLEN', '~', '10000'],
  ZADD: ['1', 'member'],
  ZINCRBY: ['1', 'member'],
  ZRANGE: ['0', '-1'],
  ZRANGEBYSCORE: ['-inf', '0'],
  ZREM: ['member'],
  ZREMRANGEBYSCORE: ['-inf', '0'],
  ZREVRANGE: ['0', '0'],
  ZSCORE: ['member'],
};

/** Commands that name no key, with their arguments. */
const KEYLESS: Readonly<Record<string, readonly string[]>> = {
  EXEC: [],
  MULTI: [],
  PUBLISH: ['channel', 'event'],
  SCAN: ['0'],
  TIME: [],
};

/** Calls of a script of which only the number is known are replayed as this command. */
export const UNNAMED = 'REDIS.CALL';
export const REPLAYED = 'EXISTS';

const SCRIPTS = new Set(['EVAL', 'EVALSHA']);

/** `loads`: scripts that EVALSHA needs on the server. */
export interface Replay {
  commands: DemoCommand[];
  loads: string[];
}

/** One occurrence of each event that needs no condition but those that hold for all requests. */
export function replayOf(profile: Profile, events: readonly WriteEvent[], workload: Workload): Replay {
  const names = new Map(profile.families.map((family) => [family.id, family]));
  const replay: Replay = { commands: [], loads: [] };
  const holds = (when: readonly string[] = []): boolean => when.every((id) => shareOf(profile, workload, id) === 1);
  for (const { when, writes } of events) {
    if (!holds(when)) continue;
    const sent = writes.filter((write) => holds(write.when)).flatMap((write) => repeated(write, workload));
    for (const [at, write] of sent.entries()) {
      if (write.inScript) continue;
      if (!SCRIPTS.has(write.command)) replay.commands.push(commandOf(write, names));
      else replay.commands.push(scriptOf(write, calledAfter(sent, at), names, replay.loads));
    }
  }
  return replay;
}

/** The share of a condition, which must be all or nothing. */
function shareOf({ operations }: Profile, { shares }: Workload, id: string): number {
  const name = id.replace(/^!/, '');
  const share = shares[name] ?? operations!.conditions.find((condition) => condition.id === name)!.share;
  if (share !== 0 && share !== 1) throw new Error(`a replay needs all or no requests with ${name}`);
  return name === id ? share : 1 - share;
}

function repeated(write: Write, workload: Workload): Write[] {
  const count = typeof write.count === 'number' ? write.count : write.count(workload);
  return Array.from({ length: count }, () => write);
}

/** The calls between a script and the next one. */
function calledAfter(sent: readonly Write[], at: number): Write[] {
  const rest = sent.slice(at + 1);
  const next = rest.findIndex(({ inScript }) => !inScript);
  return next < 0 ? rest : rest.slice(0, next);
}

type Families = ReadonlyMap<string, Family>;

/** Fields of the family, so that the keys are recognised. */
const fieldsOf = ({ fields, optionalFields }: Family): string[] =>
  Object.keys(fields ?? optionalFields ?? { field: 'text' }).flatMap((name) => [name, '1']);

function commandOf({ command, family: id }: Write, names: Families): DemoCommand {
  const keyless = KEYLESS[command];
  if (keyless) return [command, ...keyless];
  const family = names.get(id!)!;
  const [key] = family.examples as [string];
  if (command === UNNAMED) return [REPLAYED, key];
  if (command === 'HSET' || command === 'HMSET') return [command, key, ...fieldsOf(family)];
  return [command, key, ...(ARGUMENTS[command] ?? []).map((text) => (text === '{key}' ? key : text))];
}

function scriptOf(write: Write, calls: readonly Write[], names: Families, loads: string[]): DemoCommand {
  const lines = calls.map(
    (call) =>
      `redis.call(${commandOf(call, names)
        .map((text) => JSON.stringify(text))
        .join(',')})`,
  );
  const script = lines.join('\n');
  if (write.command === 'EVALSHA') loads.push(script);
  const body = write.command === 'EVAL' ? script : createHash('sha1').update(script).digest('hex');
  return [write.command, body, '1', names.get(write.family!)!.examples[0]!];
}
