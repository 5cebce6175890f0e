import { formatCounted } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import type { DiffMessages } from '../diff.js';

const SIDES = { before: 'first', after: 'second' } as const;
const GIVEN = (text: string): string => (text === '' ? 'none' : text);

export const diff: DiffMessages = {
  titles: {
    audit: 'Difference of two audits',
    estimate: 'Difference of two estimates',
    usage: 'Difference of two results of usage',
    'fix-consistency': 'Difference of two checks',
    limits: 'Difference of two looks at limits',
    limiters: 'Difference of two looks at limiters',
    doctor: 'Difference of two health checks',
  },
  states: { new: 'new', gone: 'gone', grown: 'grown', shrunk: 'shrunk' },
  labels: { before: 'Before', after: 'After', profile: 'Profile' },
  heads: { before: 'before', after: 'after', change: 'change', share: 'change %', name: 'name' },
  figures: {
    permanent: 'without TTL',
    fail: 'checks that fail',
    warn: 'checks that warn',
    skipped: 'checks skipped',
    ok: 'checks passed',
    'used-memory': 'used memory',
    'sent-per-request': 'sent a request',
    'trips-per-request': 'trips a request',
    'sent-per-day': 'sent a day',
    'trips-per-day': 'trips a day',
    'billed-per-day': 'billed a day',
    'cost-per-month': 'cost a month',
    'cache-create': 'cache create',
    'cache-read': 'cache read',
    'cache-5m': 'cache 5 min',
    'cache-1h': 'cache 1 h',
    'real-cost': 'real cost',
  },
  tables: {
    totals: 'Totals',
    families: 'Families',
    commands: 'Commands a day',
    plans: 'Plans, a month',
    invariants: 'Invariants',
    usage: 'Usage',
    limiters: 'Limiters',
    keys: 'Keys',
    models: 'Models',
    days: 'Days',
  },
  unlike: {
    order: ({ before, after }) => `The second result is the older one: ${after}, the first ${before}.`,
    target: ({ before, after }) => `They are of ${GIVEN(before)} and of ${GIVEN(after)}.`,
    source: ({ before, after }) => `Read from: ${before}, then ${after}.`,
    release: ({ before, after }) => `Release: ${before}, then ${after}.`,
    applications: ({ before, after }) => `Applications: ${GIVEN(before)}, then ${GIVEN(after)}.`,
    offset: ({ before, after }) => `UTC offset: ${utcText(before)}, then ${utcText(after)}, so periods begin at another time.`,
    databases: ({ before, after }) => `Databases: ${GIVEN(before)}, then ${GIVEN(after)}.`,
    mode: ({ before, after }) => `Sizes are ${before} in the first, and ${after} in the second.`,
    sizes: ({ before, after }) => `Sizes have other sources (${before}, then ${after}), so bytes are not compared.`,
    unproven: ({ side }) => `The ${SIDES[side]} does not prove that it counted every key once.`,
    unanswered: ({ side }) => `The ${SIDES[side]} ended before all questions were asked, so findings may be missing.`,
    workload: ({ what, before, after }) => `Workload: ${what} ${before ?? 'as usual'}, then ${after ?? 'as usual'}.`,
    settings: ({ before, after }) => `Switches: ${GIVEN(before)}, then ${GIVEN(after)}.`,
    provider: ({ before, after }) => `Provider: ${before}, then ${after}, so what is billed is not compared.`,
    period: ({ before, after }) => `Period: ${before}, then ${after}.`,
    running: ({ side, period }) => `${period} of the ${SIDES[side]} is not over, so its figures still grow.`,
    anonymous: () => 'Names are replaced by numbers, which do not name the same in both. Only totals are compared.',
    'cut-list': () => 'A list of differences is cut, so single ones are not compared.',
  },
  findings: {
    new: 'New findings',
    cured: 'Cured findings',
    changed: 'Findings that have changed',
    unchecked: 'Findings that could not be checked again',
  },
  differences: { new: 'New differences', cured: 'Differences that are gone' },
  countChanged: (before, after) => `count ${before}, then ${after}`,
  severityChanged: (before, after) => `severity ${before}, then ${after}`,
  same: (rows) => formatCounted(rows, 'other has not changed', 'others have not changed'),
  unlisted: (rows) =>
    `${formatCounted(rows, 'row is', 'rows are')} listed in one of the two only, because the other lists the largest: --all lists every row`,
  nothing: 'Nothing has changed.',
  changeOf: (figure) => `${figure} change`,
  apart: (span) => `${span} apart`,
  summary: (totals, { title, rows, findings }) => {
    const states = Object.entries(rows).flatMap(([state, count]) => (count === 0 ? [] : `${count} ${state}`));
    const parts = [
      ...totals,
      ...(states.length === 0 ? [] : [`${title}: ${states.join(', ')}`]),
      ...(findings === null ? [] : [`findings: ${findings.new} new, ${findings.cured} cured`]),
    ];
    return parts.length === 0 ? 'Nothing has changed.' : `${parts.join('; ')}.`;
  },
  legend: (isSampled) =>
    `Counts are exact.${isSampled ? ' A sampled size has changed only if the change is larger than its 95 % interval; ~ marks others.' : ''}`,
};
