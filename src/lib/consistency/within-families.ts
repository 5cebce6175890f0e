/** Keeps repairs to the families that the user has named: an invariant may join them with others. */
import type { CompiledFamily } from '../profile/classify.js';
import type { Finding } from './finding.js';

/** The family of the key that the repair changes. A finding may name a part if the whole is missing. */
export const repairedFamily = ({ relation, plan }: Finding): CompiledFamily =>
  relation.invariant.kind === 'sum' ? relation.sides.whole[0]!.compiled : plan.compiled;

/** `families`: ids; empty: all. The findings stay, without their repairs of other families. */
export function withinFamilies(findings: Finding[], families: readonly string[]): Finding[] {
  if (families.length === 0) return findings;
  return findings.map((finding) => {
    if (finding.repair.kind === 'none') return finding;
    const { id } = repairedFamily(finding).family;
    return families.includes(id) ? finding : { ...finding, repair: { kind: 'elsewhere', family: id } };
  });
}
