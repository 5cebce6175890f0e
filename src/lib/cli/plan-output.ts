import type { PlanData } from '../report/change-model.js';
import type { Talk } from './change-run.js';

/** Writes a plan that meter apply carries out later. */
export async function writePlan(path: string, plan: PlanData, talk: Talk): Promise<void> {
  const { writeOutput } = await import('./output.js');
  await writeOutput(path, `${JSON.stringify(plan, null, 2)}\n`);
  talk.say(`Plan written to ${path}; to carry it out: meter apply ${path}`);
}
