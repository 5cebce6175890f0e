/** The result of `meter measure` with its sentences, as `--json` prints it. */
import { sentence } from '../../format/message.js';
import type { MeasureData } from '../../measure/model.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

type Measured = NonNullable<MeasureData['profile']>;

export type MeasureReport = Omit<MeasureData, 'profile' | 'notKnown'> & {
  profile:
    | (Omit<Measured, 'evidence'> & {
        /** Why this profile and this release were chosen. */
        evidence: string;
      })
    | null;
  /** Facts that could not be determined, one sentence each. */
  notKnown: string[];
};

export const wordedMeasure = (data: MeasureData, { measure }: Messages = en): MeasureReport => ({
  ...data,
  profile: data.profile && { ...data.profile, evidence: evidenceText(data.profile.evidence, measure) },
  notKnown: data.notKnown.map((each) => sentence(measure.unknowns, each)),
});

const evidenceText = ({ present, sign }: Measured['evidence'], { present: words, report }: Messages['measure']): string =>
  report.evidence([words[present], ...(sign === null ? [] : [sign])]);
