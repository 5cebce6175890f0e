/** Tables that the answer does not need: durations, measured beside computed, and commands by name. */
import type { RecordingLoad, ScenarioTrial, TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Column, Table } from '../../document.js';
import { scenarioTitle } from './titles.js';

const FIGURES: readonly { id: string; title: string; of: keyof RecordingLoad; type: Column['type'] }[] = [
  { id: 'sent', title: 'sent', of: 'sent', type: 'mean' },
  { id: 'commands', title: 'commands', of: 'commands', type: 'mean' },
  { id: 'round_trips', title: 'trips', of: 'roundTrips', type: 'mean' },
  { id: 'bytes', title: 'bytes', of: 'bytes', type: 'bytes' },
];

export const failedShare = ({ requests, failed }: ScenarioTrial): number => (requests === 0 ? 0 : failed / requests);

export const latencyTable = ({ scenarios }: TrialScenariosData): Table => ({
  kind: 'table',
  id: 'latency',
  title: 'Durations',
  remark: 'from the time at which a request was due until it was acknowledged',
  detail: true,
  columns: [
    { id: 'scenario', title: 'scenario', type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'p50_ms', title: 'p50 ms', type: 'mean' },
    { id: 'p95_ms', title: 'p95 ms', type: 'mean' },
    { id: 'p99_ms', title: 'p99 ms', type: 'mean' },
    { id: 'max_ms', title: 'longest ms', type: 'mean' },
    { id: 'requests', title: 'requests', type: 'count' },
    { id: 'failed', title: 'failed', type: 'share' },
    { id: 'recorded', title: 'in statistics', type: 'count' },
  ],
  rows: scenarios.map((trial) => ({
    scenario: scenarioTitle(trial),
    id: trial.id,
    p50_ms: trial.latency?.p50 ?? null,
    p95_ms: trial.latency?.p95 ?? null,
    p99_ms: trial.latency?.p99 ?? null,
    max_ms: trial.latency?.max ?? null,
    requests: trial.requests,
    failed: failedShare(trial),
    recorded: trial.recorded,
  })),
});

export const computedTable = ({ scenarios }: TrialScenariosData): Table => ({
  kind: 'table',
  id: 'computed',
  title: 'Measured, and computed by meter estimate',
  remark: 'for each request; sent: a script is one command',
  detail: true,
  columns: [
    { id: 'scenario', title: 'scenario', type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    ...FIGURES.flatMap(({ id, title, type }): Column[] => [
      { id, title, type },
      { id: `${id}_computed`, title: 'computed', type },
    ]),
  ],
  rows: scenarios.map((trial) => ({
    scenario: scenarioTitle(trial),
    id: trial.id,
    ...Object.fromEntries(
      FIGURES.flatMap(({ id, of }) => [
        [id, trial.measured[of]],
        [`${id}_computed`, trial.computed[of]],
      ]),
    ),
  })),
});

export const commandsTable = ({ scenarios }: TrialScenariosData): Table => ({
  kind: 'table',
  id: 'commands',
  title: 'Commands by name',
  remark: 'for each request, by INFO commandstats',
  detail: true,
  columns: [
    { id: 'scenario', title: 'scenario', type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'command', title: 'command', type: 'text' },
    { id: 'per_request', title: 'a request', type: 'mean' },
  ],
  rows: scenarios.flatMap((trial) =>
    trial.byCommand.map(({ command, perRequest }) => ({
      scenario: scenarioTitle(trial),
      id: trial.id,
      command,
      per_request: perRequest,
    })),
  ),
});
