/** Memory, eviction and what is on the disk, by the place that the application gives its Redis. */
import { settingCommands, settingOf } from '../../audit/findings/setting.js';
import { isCacheOnly } from '../../audit/findings/only-copies.js';
import type { Message } from '../../format/message.js';
import { infoField, infoNumber } from '../../redis/info.js';
import { byFindings, checked, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import { recognisedIn, type DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import type { Findings } from './server-findings.js';

type Seen = Message<DoctorEvidence>;

/** Share of the machine's memory from which a server without a limit may be killed: a snapshot can need as much again. */
const MUCH_OF_THE_MACHINE = 0.5;
const FRAGMENTED = 1.5;
/** Less is not worth a change. */
const LEAST_LOST = 100 * 2 ** 20;
/** A fork that takes longer stops all clients for that time. */
const SLOW_FORK = 0.5;

export const memoryChecks = (facts: DoctorFacts, findings: Findings): Check[] => [
  memory(facts, findings),
  eviction(facts, findings),
  fragmentation(facts),
  persistence(facts, findings),
  saves(facts, findings),
];

function memory({ server, nodes }: DoctorFacts, findings: Findings): Check {
  const { usedMemory, maxmemory } = server;
  if (usedMemory === null) return skipped('memory', { code: 'not-told', params: { what: 'INFO memory' } });
  const total = nodes.length === 1 ? infoNumber(nodes[0]!.info, 'total_system_memory') : null;
  if ((maxmemory ?? 0) === 0 && total !== null && total > 0 && usedMemory >= total * MUCH_OF_THE_MACHINE) {
    const setting = settingOf(server, 'maxmemory', String(Math.floor(total * MUCH_OF_THE_MACHINE)));
    return checked('memory', 'warn', [{ code: 'system-memory', params: { usedMemory, total } }], {
      advice: { code: 'limit-memory', params: { setting } },
      commands: settingCommands(setting),
    });
  }
  return byFindings('memory', findings('memory-headroom'), [
    { code: 'memory-used', params: { usedMemory, maxmemory: maxmemory ?? 0 } },
  ]);
}

function eviction({ server, nodes, ...facts }: DoctorFacts, findings: Findings): Check {
  const { maxmemoryPolicy: policy } = server;
  if (policy === null) return skipped('eviction', { code: 'not-told', params: { what: 'maxmemory-policy' } });
  const keys = nodes.reduce((sum, { info }) => sum + (infoNumber(info, 'evicted_keys') ?? 0), 0);
  const found = findings('eviction-can-drop-counters');
  const evidence: Seen[] = [
    ...(keys > 0 ? [{ code: 'evicted' as const, params: { keys } }] : []),
    { code: 'policy', params: { policy } },
  ];
  const known = (recognisedIn({ ...facts, server, nodes })?.profiles.length ?? 0) > 0;
  if (!known && policy !== 'noeviction') return skipped('eviction', { code: 'unknown-application', params: {} });
  // What was evicted is gone, and the application has no other copy.
  return byFindings('eviction', found, evidence, keys > 0 && found.length > 0 ? 'fail' : 'ok');
}

function fragmentation({ nodes, server }: DoctorFacts): Check {
  const seen = nodes.flatMap(({ info }) => {
    const ratio = infoNumber(info, 'mem_fragmentation_ratio');
    const lostBytes = infoNumber(info, 'mem_fragmentation_bytes');
    return ratio === null || lostBytes === null ? [] : [{ ratio, lostBytes: Math.max(0, lostBytes) }];
  });
  const [worst] = seen.toSorted((a, b) => b.lostBytes - a.lostBytes);
  if (worst === undefined) return skipped('fragmentation', { code: 'not-told', params: { what: 'INFO memory' } });
  const evidence: Seen[] = [{ code: 'fragmentation', params: worst }];
  if (worst.ratio < FRAGMENTED || worst.lostBytes < LEAST_LOST) return checked('fragmentation', 'ok', evidence);
  const setting = settingOf(server, 'activedefrag', 'yes');
  return checked('fragmentation', 'warn', evidence, {
    advice: { code: 'defragment', params: { setting } },
    commands: settingCommands(setting),
  });
}

function persistence(facts: DoctorFacts, findings: Findings): Check {
  const { saving } = facts.server;
  if (saving.by === null) return skipped('persistence', { code: 'not-told', params: { what: 'INFO persistence' } });
  const profiles = recognisedIn(facts)?.profiles ?? [];
  if (saving.by === 'none' && profiles.length === 0) return skipped('persistence', { code: 'unknown-application', params: {} });
  return byFindings('persistence', findings('no-persistence'), [
    { code: 'saving', params: { by: saving.by } },
    ...(isCacheOnly({ profiles }) ? [{ code: 'only-cache' as const, params: {} }] : []),
  ]);
}

function saves({ nodes, server, options, says }: DoctorFacts, findings: Findings): Check {
  const { by, failedSnapshots, failedAppends } = server.saving;
  if (by === null) return skipped('saves', { code: 'not-told', params: { what: 'INFO persistence' } });
  const now = (options.now.getTime() + (says?.aheadMs ?? 0)) / 1000;
  const oldest = leastOf(nodes.map(({ info }) => infoNumber(info, 'rdb_last_save_time')));
  const fork = nodes.reduce((most, { info }) => Math.max(most, (infoNumber(info, 'latest_fork_usec') ?? 0) / 1e6), 0);
  const times = nodes.reduce((sum, { info }) => sum + (infoNumber(info, 'aof_delayed_fsync') ?? 0), 0);
  const slow: Seen[] = [
    ...(fork >= SLOW_FORK ? [{ code: 'slow-fork' as const, params: { seconds: fork } }] : []),
    ...(times > 0 && nodes.some(({ info }) => infoField(info, 'aof_enabled') === '1')
      ? [{ code: 'delayed-fsync' as const, params: { times } }]
      : []),
  ];
  const last: Seen[] =
    oldest === null || !by.includes('rdb') ? [] : [{ code: 'last-save', params: { agoSeconds: Math.max(0, now - oldest) } }];
  const evidence = [...slow, ...last, ...(slow.length + last.length === 0 ? [{ code: 'saving' as const, params: { by } }] : [])];
  if (failedSnapshots + failedAppends > 0) return byFindings('saves', findings('save-failed'), slow);
  return checked(
    'saves',
    slow.length > 0 ? 'warn' : 'ok',
    evidence,
    slow.length > 0 ? { advice: { code: 'faster-disk', params: {} } } : {},
  );
}

const leastOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((least, value) => (value !== null && (least === null || value < least) ? value : least), null);
