/** Copies on other servers, and who takes over when one fails. */
import type { Message } from '../../format/message.js';
import { isHost } from '../../redis/address.js';
import { infoField, infoNumber, parsePairs } from '../../redis/info.js';
import { isReplica } from '../../redis/replica.js';
import { checked, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import type { DoctorFacts, NodeFacts } from '../facts.js';
import type { Check } from '../model.js';
import { endedSkip } from './ended.js';

type Seen = Message<DoctorEvidence>;

/** Bytes by which a replica is behind that cannot be explained by what is under way. */
const MUCH_LAG = 16 * 2 ** 20;
const SILENT_SECONDS = 30;
/** Fewer sentinels cannot agree when one of them fails. */
const ENOUGH_SENTINELS = 3;

export const replicationChecks = (facts: DoctorFacts): Check[] => [replication(facts), failover(facts)];

function replication({ nodes }: DoctorFacts): Check {
  const known = nodes.filter(({ info }) => infoField(info, 'role') !== null);
  if (known.length === 0) return skipped('replication', { code: 'not-told', params: { what: 'INFO replication' } });
  const all = known.map((node) => (isReplica(node.info) ? linkOf(node) : replicasOf(node)));
  const worst = all.find(({ state }) => state === 'fail') ?? all.find(({ state }) => state === 'warn') ?? all[0]!;
  return worst;
}

function linkOf({ info }: NodeFacts): Check {
  const host = infoField(info, 'master_host') ?? '';
  const port = infoNumber(info, 'master_port');
  const isUp = infoField(info, 'master_link_status') === 'up';
  const silentSeconds = infoNumber(info, 'master_last_io_seconds_ago');
  const master = isHost(host) && port !== null ? `${host}:${port}` : '?';
  const evidence: Seen[] = [
    {
      code: 'replica-of',
      params: { master, isUp, silentSeconds: silentSeconds !== null && silentSeconds >= 0 ? silentSeconds : null },
    },
  ];
  const advice = { code: 'repair-link' as const, params: {} };
  if (!isUp) return checked('replication', 'fail', evidence, { advice });
  return (silentSeconds ?? 0) >= SILENT_SECONDS
    ? checked('replication', 'warn', evidence, { advice })
    : checked('replication', 'ok', evidence);
}

function replicasOf({ info, settings }: NodeFacts): Check {
  const count = infoNumber(info, 'connected_slaves') ?? 0;
  const needed = settings.number('min-replicas-to-write') ?? 0;
  if (count < needed)
    return checked('replication', 'fail', [{ code: 'too-few-replicas', params: { count, needed } }], {
      advice: { code: 'start-replicas', params: {} },
    });
  if (count === 0) return checked('replication', 'ok', [{ code: 'no-replica', params: {} }]);
  const lagBytes = lagOf(info);
  const evidence: Seen[] = [{ code: 'replicas', params: { count, lagBytes } }];
  return (lagBytes ?? 0) >= MUCH_LAG
    ? checked('replication', 'warn', evidence, { advice: { code: 'repair-link', params: {} } })
    : checked('replication', 'ok', evidence);
}

/** Bytes by which the slowest replica is behind; `null`: unknown. */
function lagOf(info: NodeFacts['info']): number | null {
  const own = infoNumber(info, 'master_repl_offset');
  if (own === null) return null;
  const lags = [...(info.get('replication') ?? [])]
    .filter(([field]) => /^slave\d+$/.test(field))
    .map(([, value]) => own - Number(parsePairs(value).get('offset')))
    .filter((lag) => Number.isSafeInteger(lag) && lag >= 0);
  return lags.length === 0 ? null : lags.reduce((most, lag) => Math.max(most, lag), 0);
}

function failover({ connection, nodes, cluster, sentinels, ...facts }: DoctorFacts): Check {
  const { mode, unassigned } = connection;
  if (mode === 'cluster') {
    if (cluster === null) return skipped('failover', { code: 'not-told', params: { what: 'CLUSTER INFO' } });
    const alone = nodes.filter(({ info }) => infoField(info, 'role') === 'master' && infoNumber(info, 'connected_slaves') === 0);
    const { state, failing } = cluster;
    const evidence: Seen[] = [
      { code: 'cluster-state', params: { state, masters: nodes.length, failing, unassigned } },
      ...(alone.length > 0 ? [{ code: 'masters-alone' as const, params: { count: alone.length } }] : []),
    ];
    if (state !== 'ok' || failing > 0 || unassigned > 0)
      return checked('failover', 'fail', evidence, { advice: { code: 'repair-cluster', params: {} } });
    return alone.length > 0
      ? checked('failover', 'warn', evidence.toReversed(), { advice: { code: 'add-replicas', params: {} } })
      : checked('failover', 'ok', evidence);
  }
  if (mode === 'sentinel') {
    if (sentinels === null) return endedSkip('failover', facts);
    const { named, answered, known, quorum } = sentinels;
    const evidence: Seen[] = [{ code: 'sentinels', params: sentinels }];
    const all = known ?? named;
    if (quorum !== null && quorum > all)
      return checked('failover', 'fail', evidence, { advice: { code: 'three-sentinels', params: {} } });
    if (answered < named) return checked('failover', 'warn', evidence, { advice: { code: 'start-sentinels', params: {} } });
    return all < ENOUGH_SENTINELS
      ? checked('failover', 'warn', evidence, { advice: { code: 'three-sentinels', params: {} } })
      : checked('failover', 'ok', evidence);
  }
  if (connection.provider !== null) return skipped('failover', { code: 'provider-runs-it', params: {} });
  return skipped('failover', { code: 'nobody-named', params: {} });
}
