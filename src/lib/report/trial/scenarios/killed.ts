import type { TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Table } from '../../document.js';
import { scenarioTitle } from './titles.js';

/** What a process that is killed in mid-run takes with it. */
export const killedTable = ({ killed }: TrialScenariosData): Table => ({
  kind: 'table',
  id: 'killed',
  title: 'Killed in mid-run',
  remark: 'kill -9 when half of the requests are acknowledged',
  columns: [
    { id: 'scenario', title: 'scenario', type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'handed_over', title: 'ended', type: 'count' },
    { id: 'acknowledged', title: 'acknowledged', type: 'count' },
    { id: 'recorded', title: 'in statistics', type: 'count', drop: 1 },
    { id: 'lost_requests', title: 'lost', type: 'count' },
    { id: 'lost_usd_of_requests', title: 'their cost', type: 'money' },
    { id: 'lost_usd', title: 'unseen by limits', type: 'money' },
  ],
  rows: killed.map((trial) => ({
    scenario: scenarioTitle(trial),
    id: trial.id,
    handed_over: trial.handedOver,
    acknowledged: trial.acknowledged,
    recorded: trial.recorded.requests,
    lost_requests: { value: trial.lost.requests, ...(trial.lost.requests > 0 && { tone: 'warn' as const }) },
    lost_usd_of_requests: trial.lost.usdOfRequests,
    lost_usd: { value: trial.lost.usd, ...(trial.lost.usd > 0 && { tone: 'bad' as const }) },
  })),
});
