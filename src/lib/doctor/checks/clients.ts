/** Connections: those that there are, and those that the application may open. */
import { flowsOf } from '../../estimate/flows.js';
import { loadOf } from '../../estimate/totals.js';
import { workloadOf } from '../../estimate/workload.js';
import type { Message } from '../../format/message.js';
import { poolOf } from '../../limiters/pool.js';
import { infoNumber } from '../../redis/info.js';
import { checked, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import { recognisedIn, type DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';

type Seen = Message<DoctorEvidence>;

/** Shares of the connections that the server allows, and of those of a pool. */
const MANY = 0.8;
const TOO_MANY = 0.95;
const BUSY = 0.7;
/** Connections that a server keeps for replicas, monitoring and administrators. */
const RESERVE = 32;

export const clientChecks = (facts: DoctorFacts): Check[] => [clients(facts), pool(facts)];

function clients({ nodes, says }: DoctorFacts): Check {
  const rows = nodes.flatMap(({ info, settings }) => {
    const connected = infoNumber(info, 'connected_clients');
    const maxclients = infoNumber(info, 'maxclients') ?? settings.number('maxclients') ?? says?.maxclients ?? null;
    if (connected === null || maxclients === null || maxclients <= 0) return [];
    const blocked = infoNumber(info, 'blocked_clients') ?? 0;
    return [{ connected, maxclients, blocked, rejected: infoNumber(info, 'rejected_connections') ?? 0 }];
  });
  const [fullest] = rows.toSorted((a, b) => b.connected / b.maxclients - a.connected / a.maxclients);
  if (fullest === undefined) return skipped('clients', { code: 'not-told', params: { what: 'INFO clients' } });
  const { connected, maxclients, blocked } = fullest;
  const connections = rows.reduce((sum, { rejected }) => sum + rejected, 0);
  const evidence: Seen[] = [
    ...(connections > 0 ? [{ code: 'rejected' as const, params: { connections } }] : []),
    { code: 'clients', params: { connected, maxclients, blocked } },
  ];
  const share = connected / maxclients;
  const state = share >= TOO_MANY ? 'fail' : share >= MANY || connections > 0 ? 'warn' : 'ok';
  return checked('clients', state, evidence, state === 'ok' ? {} : { advice: { code: 'more-clients', params: {} } });
}

function pool(facts: DoctorFacts): Check {
  const { options, says, pings, nodes } = facts;
  const { processes, pool: size, rate, rttSeconds } = options.pool;
  const [present] = recognisedIn(facts)?.profiles ?? [];
  const profile = present?.compiled.profile;
  if (profile?.client === undefined && size === null) return skipped('pool', { code: 'unknown-client', params: {} });
  const env = options.relay?.values ?? null;
  const roundTrips = profile?.operations
    ? loadOf(flowsOf(profile, present?.release.from ?? null, workloadOf(profile), env ?? {})).perRequest.roundTrips
    : 1;
  const measured = pings?.[0]?.p50Seconds;
  const maxclients = says?.maxclients ?? nodes[0]?.settings.number('maxclients') ?? null;
  const asked = { processes, pool: size, rate: rate ?? 0, rttSeconds: rttSeconds ?? measured ?? 0.001 };
  const data = poolOf({
    asked,
    client: profile?.client ?? null,
    env,
    maxclients,
    connected: says?.connected ?? null,
    held: [{ rule: null, title: '', roundTrips }],
  });
  const { connections, shared, loads } = data;
  const [load] = loads;
  const evidence: Seen[] = [{ code: 'pool', params: { processes, pool: data.pool, connections, maxclients, shared } }];
  if (maxclients !== null && connections > maxclients - RESERVE)
    return checked('pool', 'fail', evidence, { advice: { code: 'fewer-connections', params: {} } });
  if (rate === null || shared || load === undefined) return checked('pool', 'ok', evidence);
  const { share, waiting, mostRate, busy } = load;
  evidence.unshift({ code: 'pool-load', params: { rate, rttSeconds: asked.rttSeconds, share, waiting, mostRate } });
  if (share < BUSY) return checked('pool', 'ok', evidence);
  const needed = Math.ceil(busy / processes / BUSY);
  const variable = profile?.client?.pool.env ?? null;
  return checked('pool', share >= 1 ? 'fail' : 'warn', evidence, {
    advice: { code: 'larger-pool', params: { needed, env: variable } },
  });
}
