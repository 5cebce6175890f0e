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

/** `target`: the flags for the same server, with a space before each. */
export const wordedAudit = (data: AuditData, target: string, { audit }: Messages = en): AuditReport => ({
  ...data,
  findings: data.findings.map((finding) => wordedFinding(finding, target, audit)),
});

export function wordedFinding(finding: Finding, target: string, messages: AuditMessages): WordedFinding {
  const { title, evidence } = findingText(finding, messages);
  const commands = finding.remedy.commands.map((command) => commandLine(command, target));
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
const commandLine = ({ program, verb, args }: Command, target: string): string =>
  `${[program, verb, ...args.map(shellQuote)].join(' ')}${program === 'meter' ? target : ''}`;
