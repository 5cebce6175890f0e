/** The sentences that an audit needs, in whichever language. */
import type { FindingCode, FindingOf } from '../../audit/finding.js';
import type { RemedyCode, RemedyOf } from '../../audit/remedy.js';

/** A remedy is either a command to paste, whatever is said behind it, or advice. */
export type RemedyText = { command: string } | { advice: string };

export interface AuditMessages {
  findings: { readonly [Code in FindingCode]: (finding: FindingOf<Code>) => { title: string; evidence: string } };
  /** `commands`: those of the remedy, each as it can be pasted. */
  remedies: { readonly [Code in RemedyCode]: (remedy: RemedyOf<Code>, commands: readonly string[]) => RemedyText };
}
