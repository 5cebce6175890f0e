/** Tables that the answer does not need: durations, measured beside computed, and commands by name. */
import type { RecordingLoad, ScenarioTrial, TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Column, Table } from '../../document.js';
import type { TrialMessages } from '../../messages/en/trial.js';

type Words = TrialMessages['scenarios'];

const figuresOf = ({ heads }: Words): { id: string; title: string; of: keyof RecordingLoad; type: Column['type'] }[] => [
  { id: 'sent', title: heads.sent, of: 'sent', type: 'mean' },
  { id: 'commands', title: heads.commands, of: 'commands', type: 'mean' },
  { id: 'round_trips', title: heads.trips, of: 'roundTrips', type: 'mean' },
  { id: 'bytes', title: heads.bytes, of: 'bytes', type: 'bytes' },
];

export const failedShare = ({ requests, failed }: ScenarioTrial): number => (requests === 0 ? 0 : failed / requests);

export const latencyTable = ({ scenarios }: TrialScenariosData, words: Words): Table => ({
  kind: 'table',
  id: 'latency',
  title: words.tables.latency,
  remark: words.remarks.latency,
  detail: true,
  columns: [
    { id: 'scenario', title: words.heads.scenario, type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'p50_ms', title: words.heads.p50, type: 'mean' },
    { id: 'p95_ms', title: words.heads.p95, type: 'mean' },
    { id: 'p99_ms', title: words.heads.p99, type: 'mean' },
    { id: 'max_ms', title: words.heads.longest, type: 'mean' },
    { id: 'requests', title: words.heads.requests, type: 'count' },
    { id: 'failed', title: words.heads.failed, type: 'share' },
    { id: 'recorded', title: words.heads.recorded, type: 'count' },
  ],
  rows: scenarios.map((trial) => ({
    scenario: words.title(trial),
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

export const computedTable = ({ scenarios }: TrialScenariosData, words: Words): Table => ({
  kind: 'table',
  id: 'computed',
  title: words.tables.computed,
  remark: words.remarks.computed,
  detail: true,
  columns: [
    { id: 'scenario', title: words.heads.scenario, type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    ...figuresOf(words).flatMap(({ id, title, type }): Column[] => [
      { id, title, type },
      { id: `${id}_computed`, title: words.heads.computed, type },
    ]),
  ],
  rows: scenarios.map((trial) => ({
    scenario: words.title(trial),
    id: trial.id,
    ...Object.fromEntries(
      figuresOf(words).flatMap(({ id, of }) => [
        [id, trial.measured[of]],
        [`${id}_computed`, trial.computed[of]],
      ]),
    ),
  })),
});

export const commandsTable = ({ scenarios }: TrialScenariosData, words: Words): Table => ({
  kind: 'table',
  id: 'commands',
  title: words.tables.commands,
  remark: words.remarks.commands,
  detail: true,
  columns: [
    { id: 'scenario', title: words.heads.scenario, type: 'text', whole: true },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'command', title: words.heads.command, type: 'text' },
    { id: 'per_request', title: words.heads.perRequest, type: 'mean' },
  ],
  rows: scenarios.flatMap((trial) =>
    trial.byCommand.map(({ command, perRequest }) => ({
      scenario: words.title(trial),
      id: trial.id,
      command,
      per_request: perRequest,
    })),
  ),
});
