/** The result of an audit with its sentences, as `--json` prints it. */
import type { Finding, FindingCode, FindingOf } from '../../audit/finding.js';
import type { AuditData } from '../../audit/model.js';
import type { Command, RemedyCode, RemedyOf } from '../../audit/remedy.js';
import { shellQuote } from '../../format/shell.js';
import { en } from '../messages/en.js';
import type { AuditMessages, RemedyText } from '../messages/audit.js';
import type { Messages } from '../messages/messages.js';

export type WordedFinding = Finding & {
  title: string;
  /** The evidence as a sentence, with figures. Identifiers are redacted. */
  evidence: string;
  /** The command that fixes it, or advice. */
  fix: string;
  /** Kind of `fix`. */
  fixKind: 'command' | 'advice';
};

/** What `--json` prints of an audit. */
export type AuditReport = Omit<AuditData, 'findings'> & { findings: WordedFinding[] };

/** Flags that printed commands need to find the same, with a space before each. */
export interface TypedFlags {
  /** For the same server. */
  server: string;
  /** For the same profiles and dates. */
  reading: string;
}

export const NO_FLAGS: TypedFlags = { server: '', reading: '' };

export const wordedAudit = (data: AuditData, typed: TypedFlags, { audit }: Messages = en): AuditReport => ({
  ...data,
  findings: data.findings.map((finding) => wordedFinding(finding, typed, audit)),
});

export function wordedFinding(finding: Finding, typed: TypedFlags, messages: AuditMessages): WordedFinding {
  const { title, evidence } = findingText(finding, messages);
  const commands = finding.remedy.commands.map((command) => commandLine(command, typed));
  const remedy = remedyText(finding.remedy, commands, messages);
  return {
    ...finding,
    title,
    evidence,
    ...('command' in remedy ? { fix: remedy.command, fixKind: 'command' } : { fix: remedy.advice, fixKind: 'advice' }),
  };
}

const findingText = <Code extends FindingCode>(finding: FindingOf<Code>, { findings }: AuditMessages) =>
  findings[finding.code](finding);

const remedyText = <Code extends RemedyCode>(
  remedy: RemedyOf<Code>,
  commands: readonly string[],
  { remedies }: AuditMessages,
): RemedyText => remedies[remedy.code](remedy, commands);

/** The command line, to copy. */
export function commandLine({ program, verb, args }: Command, { server, reading }: TypedFlags): string {
  const words = [program, verb, ...args.map(shellQuote)].join(' ');
  if (program !== 'meter') return words;
  // Statistics of the server need no profile.
  return verb === 'measure' ? `${words}${server}` : `${words}${server}${reading}`;
}
