/** The result of `meter doctor` with its sentences, as `--json` prints it. */
import type { DoctorAdvice } from '../../doctor/advice.js';
import type { Check, DoctorData } from '../../doctor/model.js';
import { sentence } from '../../format/message.js';
import { commandLine, wordedFinding, type TypedFlags } from '../audit/worded.js';
import type { AnyNotice } from '../envelope.js';
import type { AdviceText, DoctorMessages } from '../messages/doctor.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

export interface WordedCheck extends Pick<Check, 'id' | 'group' | 'state'> {
  title: string;
  /** What was seen, with its sentences in `texts`. Codes come and go with releases. */
  evidence: AnyNotice[];
  texts: string[];
  /** Why it was skipped, and as a sentence; `null`: it was not. */
  why: AnyNotice | null;
  whyText: string | null;
  /** What to do; `null`: nothing. */
  fix: string | null;
  /** Kind of `fix`. */
  fixKind: 'command' | 'advice' | null;
  /** Codes of what an audit reports of the same. */
  findings: string[];
}

export type DoctorReport = Omit<DoctorData, 'checks'> & { checks: WordedCheck[] };

export const wordedDoctor = (data: DoctorData, typed: TypedFlags, messages: Messages = en): DoctorReport => ({
  ...data,
  checks: data.checks.map((check) => worded(check, typed, messages)),
});

function worded(check: Check, typed: TypedFlags, { audit, doctor }: Messages): WordedCheck {
  const { id, group, state, evidence, why, advice, commands } = check;
  const findings = check.findings.map((finding) => wordedFinding(finding, typed, audit));
  const lines = commands.map((command) => commandLine(command, typed));
  const own = advice === null ? null : adviceText(advice, lines, doctor);
  const [first] = findings;
  return {
    id,
    group,
    state,
    title: doctor.titles[id],
    evidence: evidence.map(({ code, params }) => ({ code, params })),
    texts: [
      ...findings.map(({ title, evidence: text }) => audit.report.findings.seen(title, text)),
      ...evidence.map((each) => sentence(doctor.evidence, each)),
    ],
    why: why === null ? null : { code: why.code, params: why.params },
    whyText: why === null ? null : sentence(doctor.skips, why),
    ...(first ? { fix: first.fix, fixKind: first.fixKind } : fixOf(own)),
    findings: findings.map(({ code }) => code),
  };
}

const fixOf = (own: AdviceText | null): Pick<WordedCheck, 'fix' | 'fixKind'> =>
  own === null
    ? { fix: null, fixKind: null }
    : typeof own === 'string'
      ? { fix: own, fixKind: 'advice' }
      : { fix: own.command, fixKind: 'command' };

const adviceText = <Code extends keyof DoctorAdvice>(
  { code, params }: { code: Code; params: DoctorAdvice[Code] },
  commands: readonly string[],
  { advice }: DoctorMessages,
): AdviceText => advice[code](params, commands);
