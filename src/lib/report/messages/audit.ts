/** The sentences of an audit, in any language. */
import type { FindingCode, FindingOf } from '../../audit/finding.js';
import type { AuditReportMessages } from './en/audit/report.js';
import type { RemedyCode, RemedyOf } from '../../audit/remedy.js';

/** A remedy is either a command, which text may follow, or advice. */
export type RemedyText = { command: string } | { advice: string };

export interface AuditMessages {
  findings: { readonly [Code in FindingCode]: (finding: FindingOf<Code>) => { title: string; evidence: string } };
  /** `commands`: command lines of the remedy. */
  remedies: { readonly [Code in RemedyCode]: (remedy: RemedyOf<Code>, commands: readonly string[]) => RemedyText };
  report: AuditReportMessages;
}
