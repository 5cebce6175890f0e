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
    unrepairable: 'meter prune --orphans takes away what is left of owners that are gone',
  },
  {
    id: 'O2',
    kind: 'owner',
    dimension: 'account',
    title: 'every account with usage exists',
    cause: 'Deleting an account leaves all its usage.',
    unrepairable: 'meter prune --orphans takes away what is left of owners that are gone',
  },
  {
    id: 'N1',
    kind: 'ttl',
    title: 'statistics and limiters expire when they should, and totals never',
    roles: ['counter', 'index', 'limiter'],
    drift: 'D13',
    cause:
      'A counter made anew after its window had ended, a minute of the dashboard up to 1.1.262, an import without TTLs, or a manual change.',
  },
];

const drifts: Drift[] = [
  {
    id: 'D1',
    how: 'ttl-edge',
    title: 'oldest buckets, of which some keys have expired',
    rule: 'a bucket that began longer ago than the shortest TTL of its parties is not judged',
  },
  {
    id: 'D2',
    how: 'retention',
    title: 'parties that are kept for different times',
    rule: 'only buckets that all parties still have are judged',
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
    rule: 'the owner has no hash any more; sums over keys are completed by what it has left',
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
    title: 'tokens that came as a total only, which accounts do not count as output',
    rule: 'accounts may have less output than API keys, of the same requests',
  },
  {
    id: 'D7',
    how: 'guard',
    title: 'the backfill of weekly costs at server start',
    rule: 'a week of cost 0 may lack its real cost, and a week that is over may have less than that',
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
    rule: 'a rate-limit counter beside no window, or a minute of the dashboard',
  },
  {
    id: 'D15',
    how: 're-read',
    title: 'writes during the scan',
    rule: 'every difference is read again, whole, until it holds, stays the same or cannot be settled',
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
    rule: 'what one day or month lacks, the next one has too much',
  },
];

/** What holds in the data of claude-relay-service; counted on data of 1.1.314 and on data upgraded from 1.1.250. */
export const consistency: Consistency = {
  invariants: [...fieldInvariants, ...sumInvariants, ...costInvariants, ...listInvariants, ...others],
  drifts,
  // Contexts end at two million tokens; caches are read many times a request by agents.
  mostPerRequest: { tokens: 10_000_000, usd: 1_000 },
};
