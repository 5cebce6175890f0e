/** Plans and changes with their sentences, as `--json` and files have them. */
import type { ChangeData, PlanData } from '../../change/plan/model.js';
import { sentence } from '../../format/message.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

type WordedRow = PlanData['protected'][number] & { reason: string };

/** A plan with its sentences. */
export type PlanReport = Omit<PlanData, 'protected'> & { protected: WordedRow[] };

/** What `--json` prints of a changing verb. */
export type ChangeReport = Omit<ChangeData, 'plan'> & { plan: PlanReport };

export const wordedPlan = (plan: PlanData, { change }: Messages = en): PlanReport => ({
  ...plan,
  protected: plan.protected.map((row) => ({ ...row, reason: sentence(change.protected, row) })),
});

export const wordedChange = (data: ChangeData, messages: Messages = en): ChangeReport => ({
  ...data,
  plan: wordedPlan(data.plan, messages),
});
