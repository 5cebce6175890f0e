/** What the server does when memory runs short, or when it restarts. */
import { formatBytes } from '../../format/bytes.js';
import { formatShare } from '../../format/number.js';
import type { Finding } from '../../report/model.js';
import { ABOUT_SERVER, type FindingContext, type FindingRule } from './context.js';

const NEARLY_FULL = 0.8;
const FULL = 0.95;

/** Keys that must not be dropped, of those that the profiles know. */
const requiredKeys = ({ families }: FindingContext, expiringOnly: boolean): number =>
  families
    .filter(({ row }) => row.valueClass === 'required' || row.valueClass === 'secret')
    .filter(({ row }) => !expiringOnly || row.ttlPolicy?.expires === true)
    .reduce((sum, { row }) => sum + row.keys, 0);

export const evictionPolicy: FindingRule = (context) => {
  const { maxmemory, maxmemoryPolicy: policy } = context.server;
  if (policy === null || policy === 'noeviction' || maxmemory === null) return [];
  const count = requiredKeys(context, policy.startsWith('volatile'));
  if (count === 0) return [];
  const which = policy.startsWith('volatile')
    ? 'those with a TTL, enforced costs among them'
    : 'API keys, accounts and totals among them';
  const limit = maxmemory > 0 ? `at ${formatBytes(maxmemory)}` : 'once a memory limit is set (there is none now)';
  return [
    {
      ...ABOUT_SERVER,
      code: 'eviction-can-drop-counters',
      severity: maxmemory === 0 ? 'low' : policy.startsWith('allkeys') ? 'high' : 'medium',
      title: `the eviction policy ${policy} can drop counters that the application needs`,
      count,
      evidence: `${limit} the server removes keys, ${which}`,
      fix: 'redis-cli CONFIG SET maxmemory-policy noeviction && redis-cli CONFIG REWRITE, and make room with meter prune',
    },
  ];
};

export const memoryHeadroom: FindingRule = ({ server: { usedMemory, maxmemory, maxmemoryPolicy } }): Finding[] => {
  if (usedMemory === null || maxmemory === null || maxmemory === 0 || usedMemory < maxmemory * NEARLY_FULL) return [];
  return [
    {
      ...ABOUT_SERVER,
      code: 'memory-headroom',
      severity: usedMemory >= maxmemory * FULL ? 'high' : 'medium',
      title: 'memory is nearly full',
      count: Math.round((usedMemory / maxmemory) * 100),
      evidence: `${formatShare(usedMemory / maxmemory)} of ${formatBytes(maxmemory)} is used; beyond, ${maxmemoryPolicy === 'noeviction' ? 'writes fail' : 'keys are evicted'}`,
      fix: 'meter prune --hourly, or more memory',
    },
  ];
};

export const noPersistence: FindingRule = (context): Finding[] => {
  if (context.server.persistence !== 'none') return [];
  const count = requiredKeys(context, false);
  if (count === 0) return [];
  return [
    {
      ...ABOUT_SERVER,
      code: 'no-persistence',
      severity: 'medium',
      title: 'nothing is saved to disk',
      count,
      evidence: 'append-only file off and no snapshot ever saved: a restart loses API keys, accounts and totals',
      // Without the second command the next restart forgets the first, and the data with it.
      fix: 'redis-cli CONFIG SET appendonly yes && redis-cli CONFIG REWRITE',
    },
  ];
};
