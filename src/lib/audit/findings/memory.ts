/** What the server does when memory runs short. */
import { formatBytes } from '../../format/bytes.js';
import { formatShare } from '../../format/number.js';
import type { Finding } from '../model.js';
import { ABOUT_SERVER, type FindingContext, type FindingRule } from './context.js';
import { isCacheOnly, onlyCopies } from './only-copies.js';
import { hasPrunableHours } from './prunable-hours.js';
import { setting } from './setting.js';

const NEARLY_FULL = 0.8;
const FULL = 0.95;

export const evictionPolicy: FindingRule = (context) => {
  const { maxmemory, maxmemoryPolicy: policy } = context.server;
  if (policy === null || policy === 'noeviction' || maxmemory === null) return [];
  const count = onlyCopies(context, policy.startsWith('volatile'));
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
      fix: `${setting(context.server, 'maxmemory-policy', 'noeviction')}, and make room with meter prune`,
    },
  ];
};

export const memoryHeadroom: FindingRule = (context): Finding[] => {
  const { usedMemory, maxmemory, maxmemoryPolicy } = context.server;
  if (usedMemory === null || maxmemory === null || maxmemory === 0 || usedMemory < maxmemory * NEARLY_FULL) return [];
  return [
    {
      ...ABOUT_SERVER,
      code: 'memory-headroom',
      severity: usedMemory >= maxmemory * FULL ? 'high' : 'medium',
      title: 'memory is nearly full',
      count: Math.round((usedMemory / maxmemory) * 100),
      evidence: `${formatShare(usedMemory / maxmemory)} of ${formatBytes(maxmemory)} is used; beyond, ${maxmemoryPolicy === 'noeviction' ? 'writes fail' : 'keys are evicted'}`,
      fix: roomFix(context),
    },
  ];
};

function roomFix(context: FindingContext): string {
  if (!isCacheOnly(context)) return hasPrunableHours(context) ? 'meter prune --hourly, or more memory' : 'more memory';
  if (context.server.maxmemoryPolicy !== 'noeviction') return 'more memory, if the application reads too much again';
  const evicting = setting(context.server, 'maxmemory-policy', 'allkeys-lru');
  return `more memory, or ${evicting}: the application reads again what is evicted`;
}
