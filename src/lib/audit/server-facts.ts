/** Facts that the server reports, summed over the nodes of a cluster. */
import type { Capabilities, CapabilityName, CapabilityState } from '../redis/capabilities.js';
import { NO_SAVING_TOLD, savingOf, type Saving } from './saving.js';
import { commandStatsIn, errorsIn, type CommandStat } from '../redis/command-stats.js';
import { infoDatabases, infoField, infoNumber, type Info, type InfoDatabase } from '../redis/info.js';

export interface ServerFacts {
  version: string | null;
  /** `Redis`, `Valkey`, …; `null`: unknown. */
  product: string | null;
  mode: string | null;
  role: string | null;
  uptimeSeconds: number | null;
  /** Commands since the start. */
  commandsProcessed: number | null;
  usedMemory: number | null;
  usedMemoryPeak: number | null;
  startupMemory: number | null;
  clientMemory: number | null;
  maxmemory: number | null;
  maxmemoryPolicy: string | null;
  saving: Saving;
  /** True when CONFIG GET works. If it does not, CONFIG SET does not either. */
  settingsKnown: boolean;
  /** Path of the configuration file that CONFIG REWRITE writes; empty: none; `null`: unknown. */
  configFile: string | null;
  /** `null`: not reported. */
  commandStats: ReadonlyMap<string, CommandStat> | null;
  /** Commands that our own user may not send, as in `commandStats`. */
  denied: ReadonlySet<string>;
  /** Errors by their first word; empty if not reported. */
  errors: ReadonlyMap<string, number>;
  databases: readonly InfoDatabase[];
  nodes: number;
}

/** What was probed; a state that is absent is unknown. */
export interface Probed extends Omit<Capabilities, 'states'> {
  states: Readonly<Partial<Record<CapabilityName, CapabilityState>>>;
}

/** `infos`: INFO of each node. The version and role of the first are shown. `denied`: further commands that our user may not send. */
export function serverFacts(
  infos: readonly Info[],
  { states, maxmemoryPolicy, savePoints, commandStats: stats }: Probed,
  denied: readonly string[] = [],
): ServerFacts {
  const [first] = infos;
  const text = (field: string): string | null => (first ? infoField(first, field) : null);
  const number = (field: string): number | null => (first ? infoNumber(first, field) : null);
  const total = (field: string): number | null => {
    const values = infos.map((info) => infoNumber(info, field));
    return values.every((value) => value !== null) && values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null;
  };
  const valkey = text('valkey_version');
  return {
    version: valkey ?? text('redis_version'),
    product: productName(text('server_name'), valkey, text('dragonfly_version')),
    mode: text('redis_mode') ?? text('server_mode'),
    role: text('role'),
    uptimeSeconds: number('uptime_in_seconds'),
    commandsProcessed: total('total_commands_processed'),
    usedMemory: total('used_memory'),
    usedMemoryPeak: total('used_memory_peak'),
    startupMemory: total('used_memory_startup'),
    clientMemory: total('mem_clients_normal'),
    maxmemory: total('maxmemory'),
    maxmemoryPolicy: text('maxmemory_policy') ?? maxmemoryPolicy,
    saving: first ? savingOf(infos, savePoints) : NO_SAVING_TOLD,
    settingsKnown: savePoints !== null,
    configFile: text('config_file'),
    commandStats: stats.has('commandstats') ? commandStatsIn(stats) : null,
    denied: new Set([...deniedIn(states), ...denied].map((name) => name.toLowerCase().replace(' ', '|'))),
    errors: errors(infos),
    databases: databases(infos),
    nodes: infos.length,
  };
}

function productName(serverName: string | null, valkey: string | null, dragonfly: string | null): string | null {
  if (valkey !== null || serverName === 'valkey') return 'Valkey';
  if (dragonfly !== null) return 'Dragonfly';
  return serverName === null ? 'Redis' : serverName;
}

const deniedIn = (states: Probed['states']): string[] =>
  Object.entries(states).flatMap(([name, state]) => (state === 'denied' ? [name] : []));

/** Errors of all nodes, by their first word. */
function errors(infos: readonly Info[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of infos.flatMap((info) => [...errorsIn(info)])) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

/** Keys per database over all nodes. */
export function databases(infos: readonly Info[]): InfoDatabase[] {
  const sums = new Map<number, InfoDatabase>();
  for (const { db, keys, withTtl } of infos.flatMap(infoDatabases)) {
    const known = sums.get(db) ?? { db, keys: 0, withTtl: 0 };
    sums.set(db, { db, keys: known.keys + keys, withTtl: known.withTtl + withTtl });
  }
  return [...sums.values()].sort((a, b) => a.db - b.db);
}
