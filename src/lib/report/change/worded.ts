/** Plans and changes with their sentences, as `--json` and files have them. */
import type { ChangeData, PlanData } from '../../change/plan/model.js';
import { sentence } from '../../format/message.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import type { AnyNotice } from '../envelope.js';
import { noticeText } from '../noticed.js';

type WordedRow = PlanData['protected'][number] & { reason: string };

/** A plan with its sentences. */
export type PlanReport = Omit<PlanData, 'protected' | 'notes'> & {
  protected: WordedRow[];
  notes: string[];
  /** Each of the notes as data. */
  notices: AnyNotice[];
};

/** What `--json` prints of a changing verb. */
export type ChangeReport = Omit<ChangeData, 'plan'> & { plan: PlanReport };

export const wordedPlan = ({ notes, ...plan }: PlanData, messages: Messages = en): PlanReport => ({
  ...plan,
  protected: plan.protected.map((row) => ({ ...row, reason: sentence(messages.change.protected, row) })),
  notes: notes.map((note) => noticeText(note, messages)),
  notices: notes,
});

export const wordedChange = (data: ChangeData, messages: Messages = en): ChangeReport => ({
  ...data,
  plan: wordedPlan(data.plan, messages),
});
