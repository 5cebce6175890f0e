/** Titles, heads and labels of a report on growth. */
import { formatCounted } from '../../../format/number.js';

export const report = {
  title: 'Growth of',
  labels: { profile: 'Profile', from: 'From', memory: 'Memory' },
  tables: { forecast: 'Forecast', families: 'Families', points: 'Audits', memory: 'Used memory', keys: 'Keys' },
  lines: { memory: 'used memory', keys: 'keys' },
  heads: {
    date: 'date',
    keys: 'keys',
    usedMemory: 'used memory',
    data: 'data',
    commands: 'commands a day',
    range: 'range',
    family: 'family',
    kind: 'keys',
    now: 'now',
    perDay: 'a day',
    level: 'stays at',
    levelIn: 'in',
    bytes: 'bytes',
    at: 'at',
  },
  now: 'now',
  range: (low: string, high: string): string => `${low} – ${high}`,
  within: (text: string, range: string): string => `${text} (${range})`,
  keys: (count: number): string => formatCounted(count, 'key', 'keys'),
  largestFirst: (families: number): string => `${families}, the largest change first`,
  rest: (families: number): string => formatCounted(families, 'more family', 'more families'),
  none: 'no keys',
};

export type GrowthReportMessages = typeof report;
