/** What `meter prune` can do without a decision about which figures to keep, one flag each. */
import type { Selection } from '../change/plan/selection.js';
import { formatDuration } from '../format/duration.js';
import { largest } from '../format/largest.js';
import type { Family } from '../profile/types.js';
import type { PlanFamily } from '../change/plan/model.js';

/** Elements kept in each list or stream of single requests. */
const TRIM_TO = 50;

export interface Prune {
  id: string;
  title: string;
  flags: string;
  /** The selection that the flags mean. */
  selects: Partial<Selection>;
  /** True when a row in a plan of several prunes belongs to this one; `family`: the row's family in the profile. */
  takes(row: PlanFamily, family: Family): boolean;
  /** How long the effect lasts, from the removed keys' families; `null`: permanently. */
  lasts(families: readonly Family[]): string | null;
}

const forGood = (): null => null;

/** Statistics by a short period are written again. */
export function lastsUntilWritten(families: readonly Family[]): string {
  const ttls = families.flatMap(({ ttl }) => (ttl.expires && ttl.seconds !== undefined ? ttl.seconds : []));
  if (ttls.length === 0) return 'The application continues to write new ones.';
  return `The application continues to write new ones: in ${formatDuration(largest(ttls))} there are as many again.`;
}

export const PRUNES = {
  hourly: {
    id: 'hourly',
    title: 'remove statistics by the hour',
    flags: '--hourly',
    selects: { grains: ['hour'] },
    takes: ({ action }, { grain }) => action === 'delete' && grain === 'hour',
    lasts: lastsUntilWritten,
  },
  orphans: {
    id: 'orphans',
    title: 'remove the data of deleted API keys, accounts and others',
    flags: '--orphans',
    selects: { orphans: true },
    takes: () => true,
    lasts: forGood,
  },
  leaked: {
    id: 'leaked',
    title: 'set the TTL again on keys that have lost it',
    flags: '--leaked',
    selects: { leaked: true },
    takes: ({ action }) => action === 'leak',
    lasts: forGood,
  },
  legacy: {
    id: 'legacy',
    title: 'remove data that only older releases wrote',
    flags: '--legacy',
    selects: { legacy: true },
    takes: ({ action }, { grain }) => action === 'delete' && grain !== 'hour',
    lasts: forGood,
  },
  records: {
    id: 'records',
    title: `keep the newest ${TRIM_TO} of each list of single requests`,
    flags: `--records --trim-to ${TRIM_TO}`,
    selects: { records: true, trimTo: TRIM_TO },
    takes: ({ action }) => action === 'trim',
    lasts: () => 'The lists grow again as requests come.',
  },
} as const satisfies Record<string, Prune>;
