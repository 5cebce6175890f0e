/** What the server does when memory runs short. */
import { meter, type Remedy } from '../remedy.js';
import { ABOUT_SERVER, type ServerContext, type ServerRule } from './context.js';
import { isCacheOnly, onlyCopies } from './only-copies.js';
import { hasPrunableHours } from './prunable-hours.js';
import { settingCommands, settingOf } from './setting.js';

const NEARLY_FULL = 0.8;
const FULL = 0.95;

export const evictionPolicy: ServerRule = (context) => {
  const { maxmemory, maxmemoryPolicy: policy } = context.server;
  if (policy === null || policy === 'noeviction' || maxmemory === null) return [];
  const expiringOnly = policy.startsWith('volatile');
  const count = onlyCopies(context, expiringOnly);
  if (count === 0) return [];
  const setting = settingOf(context.server, 'maxmemory-policy', 'noeviction');
  return [
    {
      ...ABOUT_SERVER,
      code: 'eviction-can-drop-counters',
      params: { policy, maxmemory, expiringOnly },
      severity: maxmemory === 0 ? 'low' : policy.startsWith('allkeys') ? 'high' : 'medium',
      count,
      remedy: { code: 'set-and-prune', params: { setting }, commands: [...settingCommands(setting), meter('prune')] },
    },
  ];
};

export const memoryHeadroom: ServerRule = (context) => {
  const { usedMemory, maxmemory, maxmemoryPolicy } = context.server;
  if (usedMemory === null || maxmemory === null || maxmemory === 0 || usedMemory < maxmemory * NEARLY_FULL) return [];
  return [
    {
      ...ABOUT_SERVER,
      code: 'memory-headroom',
      params: { usedMemory, maxmemory, evicts: maxmemoryPolicy !== 'noeviction' },
      severity: usedMemory >= maxmemory * FULL ? 'high' : 'medium',
      count: Math.round((usedMemory / maxmemory) * 100),
      remedy: room(context),
    },
  ];
};

function room(context: ServerContext): Remedy {
  const cache = isCacheOnly(context);
  if (!cache) {
    const commands = hasPrunableHours(context) ? [meter('prune', '--hourly')] : [];
    return { code: 'more-memory', params: { cache, setting: null }, commands };
  }
  if (context.server.maxmemoryPolicy !== 'noeviction')
    return { code: 'more-memory', params: { cache, setting: null }, commands: [] };
  const setting = settingOf(context.server, 'maxmemory-policy', 'allkeys-lru');
  return { code: 'more-memory', params: { cache, setting }, commands: settingCommands(setting) };
}
