import type { Consistency, Drift, Invariant } from '../../../invariants.js';
import { costInvariants } from './cost.js';
import { fieldInvariants } from './fields.js';
import { listInvariants } from './lists.js';
import { sumInvariants } from './sums.js';

const others: Invariant[] = [
  {
    id: 'O1',
    kind: 'owner',
    dimension: 'api-key',
    title: 'every API key with usage exists',
    cause: 'Deleting an API key for good leaves its totals and model statistics.',
    unrepairable: 'meter prune --orphans removes the statistics of deleted owners',
  },
  {
    id: 'O2',
    kind: 'owner',
    dimension: 'account',
    title: 'every account with usage exists',
    cause: 'Deleting an account leaves all its usage.',
    unrepairable: 'meter prune --orphans removes the statistics of deleted owners',
  },
  {
    id: 'N1',
    kind: 'ttl',
    title: 'statistics and limiters expire when they should, and totals never',
    roles: ['counter', 'index', 'limiter'],
    drift: 'D13',
    cause:
      'A counter that was created after its window had ended, a minute of the dashboard up to 1.1.262, an import without TTLs, or a manual change.',
  },
];

const drifts: Drift[] = [
  {
    id: 'D1',
    how: 'ttl-edge',
    title: 'oldest buckets, of which some keys have expired',
    rule: 'a bucket that began longer ago than the shortest TTL of its keys is not judged',
  },
  {
    id: 'D2',
    how: 'retention',
    title: 'keys that are kept for different times',
    rule: 'a bucket is judged only while all its keys are kept',
  },
  {
    id: 'D3',
    how: 'tolerance',
    title: 'requests without cost, which leave no cost key',
    rule: 'a missing cost counts as 0',
  },
  {
    id: 'D4',
    how: 'owner-gone',
    dimension: 'api-key',
    title: 'an API key that was deleted for good',
    rule: 'the owner has no hash any more; its remaining statistics complete the sums over keys',
  },
  {
    id: 'D5',
    how: 'owner-gone',
    dimension: 'account',
    title: 'an account that was deleted',
    rule: 'no account of any kind has that id',
  },
  {
    id: 'D6',
    how: 'guard',
    title: 'tokens that were reported only as a total, which accounts do not count as output',
    rule: 'accounts may have less output than API keys for the same requests',
  },
  {
    id: 'D7',
    how: 'guard',
    title: 'the backfill of weekly costs at server start',
    rule: 'a week with cost 0 may have no real cost, and a week that is over may cost less than its real cost',
  },
  { id: 'D8', how: 'guard', title: 'ranks that wait for their next computation', rule: 'differences of ranks are stale' },
  {
    id: 'D9',
    how: 'guard',
    title: 'deleted API keys put back into the map at server start',
    rule: 'they may be in the map or not',
  },
  {
    id: 'D12',
    how: 'upgrade',
    title: 'an upgrade from a release that wrote less',
    rule: 'buckets up to the first one that has the newer family or field are not judged by it',
  },
  {
    id: 'D13',
    how: 'guard',
    title: 'counters that the application itself leaves without a TTL',
    rule: 'a rate-limit counter without a window, or a minute of the dashboard',
  },
  {
    id: 'D15',
    how: 're-read',
    title: 'writes during the scan',
    rule: 'all keys of a difference are read again, until the invariant holds, the difference stays the same, or it cannot be settled',
  },
  {
    id: 'D16',
    how: 'tolerance',
    title: 'last digits of sums of floating-point numbers',
    rule: 'costs are compared with a tolerance',
  },
  {
    id: 'D17',
    how: 'guard',
    title: 'requests that crossed midnight or the end of a month: tokens, costs and accounts are dated one after the other',
    rule: 'the amount that one day or month lacks is too much in the next one',
  },
];

/** Invariants of claude-relay-service, checked on data of 1.1.314 and on data upgraded from 1.1.250. */
export const consistency: Consistency = {
  invariants: [...fieldInvariants, ...sumInvariants, ...costInvariants, ...listInvariants, ...others],
  drifts,
  // A context has at most two million tokens, but agents read caches many times in one request.
  mostPerRequest: { tokens: 10_000_000, usd: 1_000 },
};
