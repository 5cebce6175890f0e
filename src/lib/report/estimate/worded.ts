/** The result of an estimate with its sentences, as `--json` prints it. */
import { EXAMPLE_KEYS } from '../../estimate/left-out.js';
import type { EstimateData } from '../../estimate/model.js';
import { noticeText } from '../noticed.js';

/** What `--json` prints of an estimate. */
export type EstimateReport = Omit<EstimateData, 'leftOut'> & {
  /** What the figures lack and how to provide it, in a few sentences; `null`: nothing. Also among the warnings. */
  leftOut: string | null;
};

export const wordedEstimate = ({ leftOut, ...data }: EstimateData): EstimateReport => ({
  ...data,
  leftOut:
    leftOut === null ? null : noticeText({ code: 'jobs-left-out', params: { keys: EXAMPLE_KEYS, commandsPerDay: leftOut } }),
});
