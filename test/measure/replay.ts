/** Plays what a profile says that requests send against a real server, command by command. */
import type { Redis } from 'ioredis';
import { flowsOf, type Flow, type FlowCommand } from '../../src/lib/estimate/flows.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import type { Profile } from '../../src/lib/profile/types.js';

/** What was sent, calls of scripts included. */
export interface Played {
  requests: number;
  commands: number;
  wire: number;
  sources: Record<string, number>;
  /** `-`: names no key. */
  families: Record<string, number>;
}

type Call = readonly [command: string, ...args: string[]];

/** Sends so many requests; the shares of all conditions must be 0 or 1. */
export async function playRequests(
  client: Redis,
  profile: Profile,
  version: string | null,
  requests: number,
  shares: Record<string, number> = {},
): Promise<Played> {
  const played: Played = { requests, commands: 0, wire: 0, sources: {}, families: {} };
  const workload = workloadOf(profile, { requestsPerDay: 1, shares });
  const flows = flowsOf(profile, version, workload).filter(({ perRequest }) => perRequest === 1);
  for (let request = 0; request < requests; request++) {
    const fields = new Map<string, number>();
    for (const flow of flows) await playFlow(client, profile, flow, fields, played);
  }
  return played;
}

async function playFlow(client: Redis, profile: Profile, flow: Flow, fields: Map<string, number>, played: Played): Promise<void> {
  const inner: Call[] = [];
  const sent: { call: Call; script: boolean }[] = [];
  for (const command of flow.commands) {
    for (let time = 0; time < command.count; time++) {
      played.commands++;
      played.sources[flow.source] = (played.sources[flow.source] ?? 0) + 1;
      played.families[command.family ?? '-'] = (played.families[command.family ?? '-'] ?? 0) + 1;
      const call = callOf(profile, command, fields);
      if (command.inScript) {
        inner.push(call);
        continue;
      }
      played.wire++;
      sent.push({ call, script: call[0] === 'EVAL' });
    }
  }
  // Each script makes its part of the calls.
  const each = inner.length / Math.max(1, sent.filter(({ script }) => script).length);
  for (const { call, script } of sent)
    await client.call(...(script ? scripted(call, inner.splice(0, each)) : (call as [string, ...string[]])));
}

/** One script that makes the calls; every argument is a key or a plain word. */
function scripted(call: Call, inner: readonly Call[]): [string, ...string[]] {
  const body = inner.map((args) => `redis.call(${args.map((arg) => JSON.stringify(arg)).join(',')})`).join(' ');
  return ['EVAL', `${body} return 1`, '1', call[1]!];
}

function callOf(profile: Profile, { command, family: id }: FlowCommand, fields: Map<string, number>): Call {
  if (id === null) return [command];
  const family = profile.families.find((one) => one.id === id)!;
  const key = family.examples[0]!;
  if (command === 'HINCRBY') {
    const names = Object.keys({ ...family.fields, ...family.optionalFields }).filter((name) => !name.includes('{'));
    const at = fields.get(id) ?? 0;
    fields.set(id, at + 1);
    return [command, key, names[at] ?? `more${at}`, '1'];
  }
  return [command, key, ...(ARGUMENTS[command] ?? [])];
}

/** What stands behind the key. The values must never come out again. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  DECRBY: ['1'],
  EXPIRE: ['3600'],
  HGET: ['field'],
  HSET: ['name', 'topsecretvalue'],
  INCRBY: ['5'],
  INCRBYFLOAT: ['0.25'],
  LPUSH: ['{"topsecretvalue":"\\x00 \\" \\n"}'],
  LTRIM: ['0', '199'],
  PEXPIRE: ['60000'],
  SADD: ['member'],
  SET: ['1'],
  XADD: ['*', 'body', 'topsecretvalue'],
  ZADD: ['1', 'member'],
  ZREM: ['member'],
  ZREMRANGEBYSCORE: ['-inf', '0'],
};
