/** The result of `meter limiters` with its sentences, as `--json` prints it. */
import type { LimitersData } from '../../limiters/model.js';
import { wordedFinding, type TypedFlags, type WordedFinding } from '../audit/worded.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

export type LimitersReport = Omit<LimitersData, 'findings'> & { findings: WordedFinding[] };

export const wordedLimiters = (data: LimitersData, typed: TypedFlags, { audit }: Messages = en): LimitersReport => ({
  ...data,
  findings: data.findings.map((finding) => wordedFinding(finding, typed, audit)),
});
