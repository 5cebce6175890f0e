/** Asks for the agreement to a plan: the more there is to lose, the more must be typed. */
import { says } from '../../errors/command-line.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { outgoingLine } from '../../format/outgoing.js';
import { safeText } from '../../format/terminal.js';
import type { PlanData } from '../../change/plan/model.js';
import type { TalkMessages } from '../../report/messages/en/talk.js';
import { confirm } from './confirm.js';

/** The agreement on the command line, for scripts. */
export interface Agreement {
  yes: boolean;
  /** The name of the target, instead of typing it. */
  confirm?: string | undefined;
}

/** A database with this many keys counts as production. */
const PRODUCTION_KEYS = 10_000;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** True for production: if the target says so, else if it is remote or large. */
export const isProductionLike = ({ target, keyspace }: Pick<PlanData, 'target' | 'keyspace'>): boolean =>
  target.role === undefined ? isRemoteOrLarge(target, keyspace) : target.role === 'production';

const isRemoteOrLarge = (target: PlanData['target'], keyspace: number | null): boolean =>
  (target.host !== null && !LOOPBACK.test(target.host)) || (keyspace ?? Infinity) > PRODUCTION_KEYS;

/**
 * Resolves when the plan is agreed to: by the agreement on the command line, or by an answer at the terminal after `show` has
 * shown the plan. Throws (exit 4) if the answer is another, or if nobody can answer. `--yes` does not agree to a plan for
 * production.
 */
export async function agreeTo(
  plan: PlanData,
  question: string,
  given: Agreement,
  { show, words }: { show: () => Promise<void>; words: TalkMessages },
): Promise<void> {
  const { name } = plan.target;
  if (given.confirm !== undefined) return compare(given.confirm, name);
  const production = isProductionLike(plan);
  if (given.yes && !production) return;
  await show();
  if (production && !process.stdin.isTTY) throw nobodyTyped(plan, given);
  if (!production) return confirm({ text: question, nobody: says('answer-needed'), refused: says('nothing-changed'), words });
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { typed } = await prompt<{ typed: string }>([
    { type: 'input', name: 'typed', message: outgoingLine(words.typeName(question, name)) },
  ]);
  compare(typed, name);
}

/** Maximum length of a wrong answer that is repeated. */
const SHOWN = 60;

function compare(typed: string, name: string): void {
  const answer = typed.trim();
  if (answer === name) return;
  const shown = { answer: safeText(answer.slice(0, SHOWN)), name: safeText(name) };
  throw failure(says('other-answer', shown), EXIT.refused, 'confirmation');
}

function nobodyTyped({ target, keyspace }: PlanData, { yes }: Agreement): MeterError {
  const large = keyspace !== null && keyspace > PRODUCTION_KEYS;
  const keys = large ? PRODUCTION_KEYS : null;
  return failure(says('name-needed', { name: target.name, keys, yes }), EXIT.refused, 'confirmation');
}
