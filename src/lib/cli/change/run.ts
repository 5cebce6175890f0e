/** Shared by all changing verbs: Ctrl-C, progress, the question, and the envelope of the result. */
import type { Prepared } from '../../change/course/course.js';
import type { Work } from '../../change/course/work.js';
import type { PlanData } from '../../change/plan/model.js';
import { wordedChange, type ChangeReport } from '../../report/change/worded.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { TalkMessages } from '../../report/messages/en/talk.js';
import type { Messages } from '../../report/messages/messages.js';
import { agreeTo } from '../prompt/agree.js';
import { targetFrom } from '../base/connect.js';
import { onInterrupt } from '../base/interrupt.js';
import { createProgress, type Doing } from '../base/progress.js';
import type { CarryOutRequest } from './options.js';

export type ChangeResult = Outcome<ChangeReport>;

export interface Talk {
  say(text: string): void;
  /** Shows the plan before the question. */
  showPlan(plan: PlanData): Promise<void>;
  quiet: boolean;
  meterVersion: string;
  messages: Messages;
}

/**
 * Makes a plan with `prepare`. Unless only the plan is requested, carries it out after it is agreed to. Throws (exit 4) if it is
 * not agreed to.
 */
export async function changeWith<Plan extends Prepared>(
  { address, maxCommands, terms, dryRun, agreement }: CarryOutRequest,
  talk: Talk,
  { plansOnly = dryRun, prepare }: { plansOnly?: boolean; prepare: (work: Work) => Promise<Plan> },
): Promise<ChangeResult & { prepared: Plan }> {
  const { target } = await targetFrom(address);
  const { runCourse } = await import('../../change/course/course.js');
  const words = talk.messages.talk;
  let progress = await createProgress(talk.quiet, 'scanning', words);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    talk.say(text);
  }, words.interrupted.changing);
  const startedAt = performance.now();
  const agree = async (plan: PlanData, at: PlanData['target']): Promise<boolean> => {
    progress.stop();
    const { question, doing } = WORDS[plan.command] ?? CHANGING;
    await agreeTo({ ...plan, target: at }, words.questions[question], agreement, { show: () => talk.showPlan(plan), words });
    progress = await createProgress(talk.quiet, doing, words);
    return true;
  };
  try {
    const { data, warnings, spent, exitCode, failure, prepared, ...at } = await runCourse(
      {
        ...terms,
        target,
        maxCommands,
        writes: !dryRun,
        meterVersion: talk.meterVersion,
        signal: interrupt.signal,
        onProgress: (keys, total) => progress.update(keys, total),
        agree: plansOnly ? null : agree,
      },
      prepare,
    );
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const envelope = successEnvelope({
      command: data.plan.command,
      ...at,
      data: wordedChange(data),
      warnings,
      spent: { ...spent, seconds },
    });
    return { envelope, exitCode, failure, prepared };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

interface Asked {
  question: keyof TalkMessages['questions'];
  doing: Doing;
}

const CHANGING: Asked = { question: 'change', doing: 'changing' };

/** Texts by the verb of the plan. */
const WORDS: Readonly<Partial<Record<string, Asked>>> = {
  'fix-consistency': { question: 'repair', doing: 'changing' },
  restore: { question: 'restore', doing: 'restoring' },
};
