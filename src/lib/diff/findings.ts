/** Which findings are new, and which are cured. */
import type { DiffFinding, DiffFindings } from './model.js';

export interface Found {
  /** Equal for the same finding in both results. */
  identity: string;
  shown: DiffFinding;
}

/** `isUnchecked`: whether the second result could not look for a finding. */
export function comparedFindings(
  before: readonly Found[],
  after: readonly Found[],
  isUnchecked: (finding: DiffFinding) => boolean,
): DiffFindings {
  const left = new Map<string, DiffFinding[]>();
  for (const { identity, shown } of before) {
    const same = left.get(identity);
    if (same) same.push(shown);
    else left.set(identity, [shown]);
  }
  const result: DiffFindings = { new: [], cured: [], changed: [], same: 0, unchecked: [] };
  for (const { identity, shown } of after) {
    const old = left.get(identity)?.shift();
    if (old === undefined) result.new.push(shown);
    else if (old.severity === shown.severity && old.count === shown.count) result.same++;
    else result.changed.push({ before: old, after: shown });
  }
  for (const finding of [...left.values()].flat()) (isUnchecked(finding) ? result.unchecked : result.cured).push(finding);
  return result;
}
