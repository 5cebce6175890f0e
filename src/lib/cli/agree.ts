/** Asks for the agreement to a plan: the more there is to lose, the more has to be typed. */
import { EXIT, MeterError } from '../format/errors.js';
import type { PlanData } from '../report/change-model.js';
import { confirm } from './confirm.js';

/** From so many keys on a database counts as production. */
const PRODUCTION_KEYS = 10_000;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Remote, or large: somebody's work depends on it. */
export const isProductionLike = ({ target, keyspace }: Pick<PlanData, 'target' | 'keyspace'>): boolean =>
  (target.host !== null && !LOOPBACK.test(target.host)) || (keyspace ?? Infinity) > PRODUCTION_KEYS;

const NOBODY = [
  'Nobody is at the terminal to agree to the plan.',
  'To go ahead without asking: --yes; to look only: --dry-run',
] as const;

const REFUSED = 'Nothing was changed.';

/** Throws (exit 4) where the plan is not agreed to, or nobody is there to be asked. */
export async function agreeTo(plan: PlanData, question: string): Promise<void> {
  if (!isProductionLike(plan)) return confirm({ text: question, nobody: NOBODY, refused: REFUSED });
  if (!process.stdin.isTTY) throw new MeterError('confirmation', EXIT.refused, ...sentence(NOBODY));
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { typed } = await prompt<{ typed: string }>([
    { type: 'input', name: 'typed', message: `${question} Type ${plan.target.name} to go ahead:` },
  ]);
  if (typed.trim() !== plan.target.name) throw new MeterError('confirmation', EXIT.refused, REFUSED);
}

const sentence = ([message, suggestion]: readonly [string, string]): [string, string[]] => [message, [suggestion]];
