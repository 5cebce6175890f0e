import { says } from '../../errors/changes.js';
import { usageError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import type { Prepared } from '../../change/course/course.js';
import type { PlanData } from '../../change/plan/model.js';
import { wordedPlan } from '../../report/change/worded.js';
import { jsonText } from '../../report/error-envelope.js';
import type { Talk } from './run.js';

/** Writes the plan to the file and returns it; `null`: no file was named. `target`: the flags for the same server. */
export async function planKept(path: string | null, prepared: Prepared, talk: Talk, target: string): Promise<Prepared> {
  if (path === null) return prepared;
  try {
    await writePlan(path, prepared.plan, talk, target);
    return prepared;
  } catch (error) {
    await prepared.close();
    throw error;
  }
}

/** Writes a plan for `meter apply`. */
async function writePlan(path: string, plan: PlanData, talk: Talk, target: string): Promise<void> {
  const { writeOutput } = await import('../base/output.js');
  const { LARGEST_PLAN } = await import('../../change/plan/file.js');
  const text = `${jsonText(wordedPlan(plan))}\n`;
  if (Buffer.byteLength(text) > LARGEST_PLAN)
    throw usageError(says('plan-too-large', { bytes: Buffer.byteLength(text), most: LARGEST_PLAN }));
  await writeOutput(path, text);
  talk.say(talk.messages.talk.planWritten(path, `meter apply ${shellQuote(path)}${target}`));
}
