/** The result of an estimate with its sentences, as `--json` prints it. */
import { EXAMPLE_KEYS } from '../../estimate/left-out.js';
import type { EstimateData, ScenarioRow } from '../../estimate/model.js';
import { sentence } from '../../format/message.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { noticeText } from '../noticed.js';

export interface WordedScenario extends Omit<ScenarioRow, 'title' | 'loses'> {
  title: string;
  loses: string[];
}

/** What `--json` prints of an estimate. */
export type EstimateReport = Omit<EstimateData, 'leftOut' | 'advice' | 'scenarios'> & {
  /** What the figures lack and how to provide it, in a few sentences; `null`: nothing. Also among the warnings. */
  leftOut: string | null;
  advice: string[];
  scenarios: WordedScenario[];
};

export function wordedEstimate({ leftOut, advice, scenarios, ...data }: EstimateData, messages: Messages = en): EstimateReport {
  const { estimate } = messages;
  return {
    ...data,
    leftOut:
      leftOut === null
        ? null
        : noticeText({ code: 'jobs-left-out', params: { keys: EXAMPLE_KEYS, commandsPerDay: leftOut } }, messages),
    advice: advice.map((each) => sentence(estimate.advice, each)),
    scenarios: scenarios.map((row) => ({
      ...row,
      title: sentence(estimate.titles, row.title),
      loses: row.loses.map((loss) => sentence(estimate.losses, loss)),
    })),
  };
}
