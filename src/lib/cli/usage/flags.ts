import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { METRICS } from '../../profile/figures.js';
import { readingFlags, reportFlags } from '../figures/flags.js';
import { metricFlags } from '../flags/metrics.js';
import { CHANGE_CONDITIONS, compareTo } from '../flags/compare-to.js';

const PERIOD = 'PERIOD';
const ROWS = 'ROWS';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const usageFlags = {
  by: Flags.string({
    helpValue: 'WORD',
    description: 'what rows are made of: key, account, model, user, hour, day, week, month; two at most, as in key,day',
    multiple: true,
    delimiter: ',',
    helpGroup: ROWS,
  }),
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only usage of this API key, by its name or id; account:NAME, user:NAME; may be given more than once',
    multiple: true,
    helpGroup: ROWS,
  }),
  metric: Flags.option({
    options: METRICS,
    description: 'only this column; may be given more than once',
    multiple: true,
    delimiter: ',',
    helpGroup: ROWS,
  })(),
  sort: Flags.option({ options: METRICS, description: 'the column to sort rows by (cost, else tokens)', helpGroup: ROWS })(),
  top: Flags.integer({
    helpValue: 'N',
    description: 'list so many rows and add the others up (20; --all lists every row)',
    min: 1,
    max: 1_000_000,
    helpGroup: ROWS,
  }),
  compare: Flags.boolean({
    description: 'compare with the period before, as the statistics have it (with an earlier run: --compare-to)',
    helpGroup: ROWS,
  }),
  chart: Flags.boolean({ description: 'draw the rows as bars, or many periods as lines', helpGroup: ROWS }),
  month: Flags.string({ helpValue: 'MONTH', description: '2026-11, this or last (this)', helpGroup: PERIOD }),
  day: Flags.string({ helpValue: 'DAY', description: '2026-11-20, today or yesterday', helpGroup: PERIOD }),
  last: Flags.string({ helpValue: 'SPAN', description: '24h, 7d, 4w or 3mo: with the running one', helpGroup: PERIOD }),
  since: Flags.string({
    helpValue: 'TIME',
    description: "2026-11-01 or 2026-11-01T03:00 in the application's time, or ISO 8601 with an offset",
    helpGroup: PERIOD,
  }),
  until: Flags.string({
    helpValue: 'TIME',
    description: 'the end: a day is included, a time is not (now)',
    helpGroup: PERIOD,
  }),
  cycle: Flags.string({ helpValue: 'NAME', description: 'a billing cycle, as the application names it', helpGroup: PERIOD }),
  recent: Flags.string({ helpValue: 'SPAN', description: 'the last minutes one by one, such as 5m', helpGroup: PERIOD }),
  'all-time': Flags.boolean({ description: 'since counting began', helpGroup: PERIOD }),
  'week-start': Flags.option({
    options: WEEKDAYS,
    description: 'the first day of a week',
    default: 'monday' as const,
    helpGroup: PERIOD,
  })(),
  ...readingFlags,
  'compare-to': compareTo(),
  'fail-on': Flags.string({
    helpValue: 'CONDITION',
    description: CHANGE_CONDITIONS,
    multiple: true,
    multipleNonGreedy: true,
  }),
  ...reportFlags,
  ...metricFlags,
  anonymous: Flags.boolean({ description: 'show key-1, key-2 … instead of names and identifiers' }),
};

export type UsageFlags = InferredFlags<typeof usageFlags>;
