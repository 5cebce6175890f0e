/** An advice with its sentences, as `--json` prints it. */
import type { AdviseData, RemedyRow } from '../../advise/model.js';
import { sentence } from '../../format/message.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

export interface WordedRemedy extends Omit<RemedyRow, 'title' | 'risk' | 'lasts' | 'loses'> {
  title: string;
  /** The risk and how to undo the change, as a sentence. */
  risk: string;
  /** How long the effect lasts, as a sentence; `null`: permanently. */
  lasts: string | null;
  /** What stops working, in sentences. */
  loses: string[];
}

/** What `--json` prints of an advice. */
export type AdviceReport = Omit<AdviseData, 'remedies'> & {
  /** Best first; remedies that need a change of code are last. */
  remedies: WordedRemedy[];
};

export const wordedAdvice = (data: AdviseData, { advise }: Messages = en): AdviceReport => ({
  ...data,
  remedies: data.remedies.map((row) => ({
    ...row,
    title: sentence(advise.titles, row.title),
    risk: sentence(advise.risks, row.risk),
    lasts: row.lasts === null ? null : sentence(advise.lasts, row.lasts),
    loses: row.loses.map((loss) => sentence(advise.losses, loss)),
  })),
});
