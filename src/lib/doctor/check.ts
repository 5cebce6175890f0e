/** Makes the parts of a result. */
import type { Finding } from '../audit/finding.js';
import type { Command } from '../audit/remedy.js';
import type { Message } from '../format/message.js';
import type { DoctorAdvice } from './advice.js';
import type { DoctorEvidence } from './evidence.js';
import { CHECKS, type Check, type CheckId, type CheckState } from './model.js';
import type { DoctorSkips } from './skips.js';

interface More {
  advice?: Message<DoctorAdvice> | null;
  commands?: readonly Command[];
  findings?: readonly Finding[];
}

/** `evidence`: what was seen, the most important first. */
export function checked(
  id: CheckId,
  state: Exclude<CheckState, 'skipped'>,
  evidence: readonly Message<DoctorEvidence>[],
  { advice = null, commands = [], findings = [] }: More = {},
): Check {
  return {
    id,
    group: CHECKS[id],
    state,
    evidence: [...evidence],
    why: null,
    advice,
    commands: [...commands],
    findings: [...findings],
  };
}

export function skipped(id: CheckId, why: Message<DoctorSkips>, { advice = null, commands = [] }: More = {}): Check {
  return { id, group: CHECKS[id], state: 'skipped', evidence: [], why, advice, commands: [...commands], findings: [] };
}

/** The findings of an audit that belong to a check: a severe one fails it. */
export function byFindings(
  id: CheckId,
  findings: readonly Finding[],
  evidence: readonly Message<DoctorEvidence>[],
  otherwise: Exclude<CheckState, 'skipped'> = 'ok',
): Check {
  const worst = findings.some(({ severity }) => severity === 'high') ? 'fail' : findings.length > 0 ? 'warn' : 'ok';
  return checked(id, worse(worst, otherwise), evidence, { findings });
}

export const worse = <State extends CheckState>(one: State, other: State): State =>
  ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;

const ORDER: readonly CheckState[] = ['skipped', 'ok', 'warn', 'fail'];
