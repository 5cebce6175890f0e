/**
 * Compares dotted release numbers such as `1.1.263`, with or without a leading letter (`v2.0`, `G1`): negative, 0 or positive.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number);

export const isVersion = (text: string): boolean => /^[a-z]?\d{1,9}(?:\.\d{1,9})*$/i.test(text);

/** True when `version` is between the two, both inclusive; an absent end is open. */
export function inRange(since: string | undefined, until: string | undefined, version: string): boolean {
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return until === undefined || compareVersions(version, until) <= 0;
}

/** Releases from one to another, both inclusive; `null`: unknown end. */
export interface Releases {
  from: string | null;
  to: string | null;
}

/** Whether all, none or, as far as known, some releases of the range are between `since` and `until`. */
export function coverage(since: string | undefined, until: string | undefined, { from, to }: Releases): 'all' | 'none' | 'some' {
  const begins = since === undefined || (from !== null && compareVersions(from, since) >= 0);
  const ends = until === undefined || (to !== null && compareVersions(to, until) <= 0);
  if (begins && ends) return 'all';
  const before = since !== undefined && to !== null && compareVersions(to, since) < 0;
  const after = until !== undefined && from !== null && compareVersions(from, until) > 0;
  return before || after ? 'none' : 'some';
}

/** First and last release, both inclusive; an absent end is open. */
export interface Range {
  since?: string | undefined;
  until?: string | undefined;
}

/** True when some release is in both ranges. */
export const meet = (a: Range, b: Range): boolean => {
  const { since, until } = overlap(a, b);
  return since === undefined || until === undefined || compareVersions(since, until) <= 0;
};

/** The releases in both ranges. */
export const overlap = (a: Range, b: Range): Range => ({ since: latest(a.since, b.since), until: earliest(a.until, b.until) });

const latest = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && compareVersions(b, a) > 0) ? b : a;

const earliest = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && compareVersions(b, a) < 0) ? b : a;
