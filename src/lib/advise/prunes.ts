/** What `meter prune` can do without a decision about which figures to keep, one flag each. */
import type { Selection } from '../change/plan/selection.js';
import { plainMessage } from '../format/message.js';
import { largest } from '../format/largest.js';
import type { Family } from '../profile/types.js';
import type { PlanFamily } from '../change/plan/model.js';
import type { RemedyLast, RemedyTitle } from './words.js';

/** Elements kept in each list or stream of single requests. */
const TRIM_TO = 50;

export interface Prune {
  id: string;
  title: RemedyTitle;
  flags: string;
  /** The selection that the flags mean. */
  selects: Partial<Selection>;
  /** True when a row in a plan of several prunes belongs to this one; `family`: the row's family in the profile. */
  takes(row: PlanFamily, family: Family): boolean;
  /** How long the effect lasts, from the removed keys' families; `null`: permanently. */
  lasts(families: readonly Family[]): RemedyLast | null;
}

const forGood = (): null => null;

/** Statistics by a short period are written again. */
export function lastsUntilWritten(families: readonly Family[]): RemedyLast {
  const ttls = families.flatMap(({ ttl }) => (ttl.expires && ttl.seconds !== undefined ? ttl.seconds : []));
  return { code: 'written-again', params: { seconds: ttls.length === 0 ? null : largest(ttls) } };
}

export const PRUNES = {
  hourly: {
    id: 'hourly',
    title: plainMessage('remove-hours'),
    flags: '--hourly',
    selects: { grains: ['hour'] },
    takes: ({ action }, { grain }) => action === 'delete' && grain === 'hour',
    lasts: lastsUntilWritten,
  },
  orphans: {
    id: 'orphans',
    title: plainMessage('remove-orphans'),
    flags: '--orphans',
    selects: { orphans: true },
    takes: () => true,
    lasts: forGood,
  },
  leaked: {
    id: 'leaked',
    title: plainMessage('expire-leaked'),
    flags: '--leaked',
    selects: { leaked: true },
    takes: ({ action }) => action === 'leak',
    lasts: forGood,
  },
  legacy: {
    id: 'legacy',
    title: plainMessage('remove-legacy'),
    flags: '--legacy',
    selects: { legacy: true },
    takes: ({ action }, { grain }) => action === 'delete' && grain !== 'hour',
    lasts: forGood,
  },
  records: {
    id: 'records',
    title: { code: 'trim-records', params: { kept: TRIM_TO } },
    flags: `--records --trim-to ${TRIM_TO}`,
    selects: { records: true, trimTo: TRIM_TO },
    takes: ({ action }) => action === 'trim',
    lasts: () => plainMessage('lists-grow'),
  },
} as const satisfies Record<string, Prune>;
