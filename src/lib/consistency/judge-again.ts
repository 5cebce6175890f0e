/** Reads groups once more, each at one moment, to repair figures that were written to after they had been judged. */
import type { Case } from './case.js';
import type { JudgeContext } from './drift-rules.js';
import type { Finding } from './finding.js';
import { judge, questionsOf } from './judge.js';
import type { KeySource } from './source.js';

/** Those that still differ by exactly what was found, with the texts that stand there now. Only for figures: of lists and lives nothing is told. */
export async function judgeAgain(
  known: readonly { case: Case; finding: Finding }[],
  source: KeySource,
  context: JudgeContext,
): Promise<Finding[]> {
  const figures = known.filter(({ finding: { repair } }) => repair.kind === 'raise' || repair.kind === 'lower');
  const answers = await source.read(figures.map((each) => questionsOf(each.case, context)));
  return figures.flatMap(({ case: each, finding }, index) => {
    const verdict = judge(each, answers[index]!, [], context);
    return verdict === 'unjudged' ? [] : verdict.filter(({ identity }) => identity === finding.identity);
  });
}
