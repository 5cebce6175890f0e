/** What the server says about limiters: its time, its statistics of errors, its connections, and the keys that it has noted as hot. */
import { commandStatsIn, errorsIn } from '../redis/command-stats.js';
import { infoField, infoNumber, parseInfo } from '../redis/info.js';
import type { Reply } from '../redis/resp.js';
import type { Session } from '../redis/topology.js';

export interface ServerSays {
  /** ms by which its clock is ahead of ours. */
  aheadMs: number;
  noscript: number;
  evalsha: number | null;
  maxclients: number | null;
  connected: number | null;
  policy: string | null;
  /** Names and shares of the processor time, by HOTKEYS; `null`: nothing was tracked. */
  hotkeys: { name: string; share: number }[] | null;
}

export const SNAPSHOT_SAYS: ServerSays = {
  aheadMs: 0,
  noscript: 0,
  evalsha: null,
  maxclients: null,
  connected: null,
  policy: null,
  hotkeys: null,
};

export async function askServer({ nodes: [node], nodes }: Session): Promise<ServerSays> {
  const { control, info } = node;
  const before = Date.now();
  const [time, stats, maxclients, hotkeys] = await Promise.all([
    control.ask('TIME'),
    control.ask('INFO', 'commandstats'),
    control.ask('CONFIG', 'GET', 'maxclients'),
    control.ask('HOTKEYS', 'GET'),
  ]);
  const ours = (before + Date.now()) / 2;
  const evalsha = typeof stats === 'string' ? (commandStatsIn(parseInfo(stats)).get('evalsha')?.calls ?? null) : null;
  return {
    aheadMs: aheadOf(time, ours),
    noscript: nodes.reduce((sum, each) => sum + (errorsIn(each.info).get('NOSCRIPT') ?? 0), 0),
    evalsha,
    maxclients: settingIn(maxclients) ?? infoNumber(info, 'maxclients'),
    connected: infoNumber(info, 'connected_clients'),
    policy: infoField(info, 'maxmemory_policy'),
    hotkeys: hotkeysIn(hotkeys),
  };
}

/** 0 where the server does not say. Whole seconds are the clocks' business, less is that of the network. */
function aheadOf(reply: Reply, ours: number): number {
  if (!Array.isArray(reply)) return 0;
  const [seconds, micros] = reply.map(Number);
  const theirs = (seconds ?? Number.NaN) * 1000 + (micros ?? 0) / 1000;
  return Number.isFinite(theirs) && Math.abs(theirs - ours) >= 1000 ? Math.round(theirs - ours) : 0;
}

function settingIn(reply: Reply): number | null {
  const text = Array.isArray(reply) ? reply[1] : null;
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Fields and values in turn; `by-cpu-time-us` holds names and microseconds in turn. */
function hotkeysIn(reply: Reply): ServerSays['hotkeys'] {
  if (!Array.isArray(reply)) return null;
  const flat = reply.length === 1 && Array.isArray(reply[0]) ? reply[0] : reply;
  const valueOf = (field: string): Reply | undefined => {
    const at = flat.indexOf(field);
    return at < 0 ? undefined : flat[at + 1];
  };
  const all = Number(valueOf('all-commands-all-slots-us'));
  const keys = valueOf('by-cpu-time-us');
  if (!Array.isArray(keys) || !(all > 0)) return null;
  return keys.flatMap((name, at) => {
    const share = Number(keys[at + 1]) / all;
    return at % 2 === 0 && typeof name === 'string' && Number.isFinite(share) ? [{ name, share }] : [];
  });
}
