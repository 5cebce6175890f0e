import type { TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Table } from '../../document.js';
import type { TrialMessages } from '../../messages/en/trial.js';

/** What a process that is killed in mid-run takes with it. */
export const killedTable = (
  { killed }: TrialScenariosData,
  { tables, remarks, heads, title }: TrialMessages['scenarios'],
): Table => ({
  kind: 'table',
  id: 'killed',
  title: tables.killed,
  remark: remarks.killed,
  columns: [
    { id: 'scenario', title: heads.scenario, type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'handed_over', title: heads.ended, type: 'count' },
    { id: 'acknowledged', title: heads.acknowledged, type: 'count' },
    { id: 'recorded', title: heads.recorded, type: 'count', drop: 1 },
    { id: 'lost_requests', title: heads.lost, type: 'count' },
    { id: 'lost_usd_of_requests', title: heads.lostCost, type: 'money' },
    { id: 'lost_usd', title: heads.unseen, type: 'money' },
  ],
  rows: killed.map((trial) => ({
    scenario: title(trial),
    id: trial.id,
    handed_over: trial.handedOver,
    acknowledged: trial.acknowledged,
    recorded: trial.recorded.requests,
    lost_requests: { value: trial.lost.requests, ...(trial.lost.requests > 0 && { tone: 'warn' as const }) },
    lost_usd_of_requests: trial.lost.usdOfRequests,
    lost_usd: { value: trial.lost.usd, ...(trial.lost.usd > 0 && { tone: 'bad' as const }) },
  })),
});
