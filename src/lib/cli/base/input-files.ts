/** Flags whose values are files that a command reads. */
const READING = [
  'rdb',
  'profile',
  'env-file',
  'provider-file',
  'budgets',
  'state',
  'from-monitor',
  'compare-to',
  'history',
  'cacert',
  'cert',
  'key',
];

/** Files that a command reads, which its report must never replace. */
export const inputFiles = (flags: Readonly<Record<string, unknown>>): string[] =>
  READING.flatMap((name) => flags[name]).filter((value) => typeof value === 'string');
