import type { Family } from '../../../types.js';
import { DAY, MINUTE, sinceCreation, stays, varying } from './ttl.js';

const ranks: Family[] = [
  {
    id: 'cost-rank',
    pattern: 'cost_rank:{range}',
    type: 'zset',
    value: 'usd',
    ttl: stays,
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'Sorting the key list by cost, until the rank is built again (10 minutes to 2 hours).',
    since: '1.1.213',
    examples: ['cost_rank:today', 'cost_rank:7days', 'cost_rank:30days', 'cost_rank:all'],
  },
  {
    id: 'cost-rank.temp',
    pattern: 'cost_rank:{range}:temp:{ms}',
    type: 'zset',
    value: 'usd',
    ttl: varying('renamed or deleted when the rank is built; only a crash leaves one behind, without a TTL'),
    grain: 'none',
    valueClass: 'excess',
    role: 'cache',
    breaks: 'Nothing: a crash has left it while a rank was built.',
    harmless: true,
    since: '1.1.213',
    examples: ['cost_rank:today:temp:1795203488740'],
  },
  {
    id: 'cost-rank.meta',
    pattern: 'cost_rank_meta:{range}',
    type: 'hash',
    fields: { status: 'text', lastUpdate: 'iso-time', keyCount: 'count', updateDuration: 'ms' },
    ttl: stays,
    grain: 'none',
    valueClass: 'operational',
    role: 'marker',
    breaks: 'The state of the ranks, until they are built again.',
    since: '1.1.213',
    examples: ['cost_rank_meta:today'],
  },
  {
    id: 'cost-rank.lock',
    pattern: 'cost_rank_lock:{range}',
    type: 'string',
    value: 'text',
    ttl: sinceCreation(5 * MINUTE),
    grain: 'none',
    valueClass: 'operational',
    role: 'lock',
    breaks: 'Two processes may build the same rank at once.',
    since: '1.1.213',
    examples: ['cost_rank_lock:today'],
  },
];

const weeklyBackfill: Family[] = [
  {
    id: 'weekly-backfill.done',
    pattern: 'init:weekly_opus_cost:{date}:done',
    type: 'string',
    value: 'iso-time',
    ttl: sinceCreation(2 * DAY),
    grain: 'day',
    valueClass: 'operational',
    role: 'marker',
    breaks: 'The backfill of weekly costs runs once more, and overwrites the current week.',
    since: '1.1.263',
    examples: ['init:weekly_opus_cost:2026-11-21:done'],
  },
  {
    id: 'weekly-backfill.lock',
    pattern: 'lock:init:weekly_opus_cost:{date}',
    type: 'string',
    value: 'text',
    ttl: sinceCreation(15 * MINUTE),
    grain: 'day',
    valueClass: 'operational',
    role: 'lock',
    breaks: 'Two processes may run the backfill of weekly costs at once.',
    since: '1.1.263',
    examples: ['lock:init:weekly_opus_cost:2026-11-21'],
  },
];

const billing: Family[] = [
  {
    id: 'billing.events',
    pattern: 'billing:events',
    type: 'stream',
    value: 'json',
    ttl: stays,
    grain: 'none',
    // Not excess, although the application never reads it: an external biller may, and with XREAD it leaves no consumer group.
    valueClass: 'optional',
    role: 'log',
    breaks: 'Events that an external biller has not read yet (none, if XINFO GROUPS billing:events is empty).',
    since: '1.1.178',
    growth: { bound: 100_000, note: 'about 930 bytes per event, 93 MB when full; BILLING_EVENTS_ENABLED=false stops it' },
    examples: ['billing:events'],
  },
];

/** Data derived from costs: ranks, the weekly backfill and the events for billing. */
export const costJobs: Family[] = [...ranks, ...weeklyBackfill, ...billing];
