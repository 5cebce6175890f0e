/** Reads groups again, each at one moment, to repair figures that were written to after they were judged. */
import type { Case } from './case.js';
import type { JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { judge, questionsOf } from './judge.js';
import type { KeySource, Question } from './source.js';

export interface KnownFinding {
  case: Case;
  finding: Finding;
}

/** Maximum keys read at a time. */
const KEYS_AT_A_TIME = 20_000;

/**
 * Returns findings that still differ by exactly the same amount, with the current texts. Handles numeric findings only; list and
 * TTL findings are dropped.
 */
export async function judgeAgain(
  known: readonly KnownFinding[],
  source: KeySource,
  context: JudgeContext,
): Promise<KnownFinding[]> {
  const figures = known.filter(({ finding: { repair } }) => repair.kind === 'raise' || repair.kind === 'lower');
  const found: KnownFinding[] = [];
  for (let at = 0; at < figures.length;) {
    const batch: { known: KnownFinding; questions: Question[] }[] = [];
    for (let keys = 0; at < figures.length && keys < KEYS_AT_A_TIME; at++) {
      const questions = questionsOf(figures[at]!.case, context);
      batch.push({ known: figures[at]!, questions });
      keys += questions.length;
    }
    const answers = await source.read(batch.map(({ questions }) => questions));
    for (const [index, { known: each }] of batch.entries()) {
      const verdict = judge(each.case, answers[index]!, [], context);
      const same = typeof verdict === 'string' ? undefined : verdict.find(({ identity }) => identity === each.finding.identity);
      if (same) found.push({ case: each.case, finding: same });
    }
  }
  return found;
}
