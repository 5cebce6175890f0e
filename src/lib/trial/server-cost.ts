/** What a server has spent, by its own counters. */
import type { Redis } from 'ioredis';
import { infoNumber, parseInfo, parsePairs } from '../redis/info.js';

export interface ServerCost {
  /** Seconds of CPU. */
  cpuSeconds: number;
  /** Commands, those of scripts included. */
  commands: number;
  /** The same by name, such as `hincrby`. */
  byName: ReadonlyMap<string, number>;
}

const PREFIX = 'cmdstat_';
/** The commands that this sends itself. */
const OWN = new Set(['info']);

export async function serverCost(client: Redis): Promise<ServerCost> {
  const info = parseInfo(await client.info('everything'));
  const byName = new Map<string, number>();
  for (const [field, value] of info.get('commandstats') ?? []) {
    const name = field.slice(PREFIX.length);
    if (!OWN.has(name)) byName.set(name, Number(parsePairs(value).get('calls') ?? 0));
  }
  const cpu = ['used_cpu_sys', 'used_cpu_user'].reduce((sum, field) => sum + (infoNumber(info, field) ?? 0), 0);
  return costOf(cpu, byName);
}

function costOf(cpuSeconds: number, byName: ReadonlyMap<string, number>): ServerCost {
  const commands = [...byName.values()].reduce((sum, calls) => sum + calls, 0);
  return { cpuSeconds, commands, byName };
}

export function spentSince(before: ServerCost, after: ServerCost): ServerCost {
  const calls = [...after.byName].map(([name, count]) => [name, count - (before.byName.get(name) ?? 0)] as const);
  return costOf(after.cpuSeconds - before.cpuSeconds, new Map(calls.filter(([, count]) => count > 0)));
}
