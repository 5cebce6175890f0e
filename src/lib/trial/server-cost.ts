/** What a server has spent, by its own counters. */
import type { Redis } from 'ioredis';
import { infoNumber, parseInfo, parsePairs } from '../redis/info.js';

export interface ServerCost {
  /** Seconds of CPU. */
  cpuSeconds: number;
  /** Commands, those of scripts included. */
  commands: number;
}

/** The commands that this sends itself. */
const OWN = new Set(['cmdstat_info']);

export async function serverCost(client: Redis): Promise<ServerCost> {
  const info = parseInfo(await client.info('everything'));
  let commands = 0;
  for (const [name, value] of info.get('commandstats') ?? [])
    if (!OWN.has(name)) commands += Number(parsePairs(value).get('calls') ?? 0);
  const cpu = ['used_cpu_sys', 'used_cpu_user'].reduce((sum, field) => sum + (infoNumber(info, field) ?? 0), 0);
  return { cpuSeconds: cpu, commands };
}

export const spentSince = (before: ServerCost, after: ServerCost): ServerCost => ({
  cpuSeconds: after.cpuSeconds - before.cpuSeconds,
  commands: after.commands - before.commands,
});
