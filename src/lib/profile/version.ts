/** Order of dotted release numbers such as `1.1.263`, with or without a letter in front (`v2.0`, `G1`): negative, 0 or positive. */
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

/** True when `version` lies between the two, both inclusive; an absent end is open. */
export function inRange(since: string | undefined, until: string | undefined, version: string): boolean {
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return until === undefined || compareVersions(version, until) <= 0;
}
