/** Titles, heads, labels and sentences of a report on limits. */
import { formatCount, formatCounted } from '../../../format/number.js';

const limits = (count: number): string => formatCounted(count, 'limit', 'limits');

export const report = {
  title: 'Limits of',
  labels: { clock: 'Clock', near: 'Near', unlimited: 'Unlimited' },
  heads: {
    owner: 'owner',
    limit: 'limit',
    used: 'used',
    allowed: 'allowed',
    share: 'used %',
    remaining: 'left',
    resets: 'resets',
    reached: 'reached on',
    by: 'by',
    kind: 'kind',
    why: 'why',
    since: 'since',
    where: 'where',
  },
  tables: {
    limits: 'Limits',
    closed: 'Refused whatever the figures',
    unreadable: 'Not known',
    kinds: 'What is enforced, and where',
  },
  nearestFirst: 'the nearest first',
  further: (count: number): string => `${formatCounted(count, 'limit is', 'limits are')} further away`,
  rest: (count: number): string => formatCounted(count, 'more limit', 'more limits'),
  more: (count: number): string => `${formatCount(count)} more`,
  none: 'Nobody has a limit.',
  noneSoNear: 'Nobody is so near a limit.',
  closedOwner: (owner: string, why: string): string => `${owner} (${why})`,
  /** What an entity is called, by its word in `--by`. */
  word: (word: string): string => word,
  /** Entities without a name. */
  no: (word: string): string => `no ${word}`,
  deleted: (id: string): string => `${id} (deleted)`,
  now: 'now',
  refusedNow: 'refused now',
  nobody: 'nobody',
  kind: (enforced: string, where: string): string => `${enforced} ${where}`,
  partial: 'Partial report: ',
  reached: (reached: number, all: number, owner: string, limit: string): string =>
    `${formatCount(reached)} of ${limits(all)} reached: ${owner}, ${limit}${reached > 1 ? ', …' : ''}.`,
  notSet: 'No limit is set.',
  noneOf: (all: number): string => `None of ${limits(all)} is so near.`,
  nearest: (all: number, owner: string, limit: string, percent: string): string =>
    `None of ${limits(all)} is reached; nearest: ${owner}, ${limit}, ${percent}.`,
};

export type LimitsReportMessages = typeof report;
