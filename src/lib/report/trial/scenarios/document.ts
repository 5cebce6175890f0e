/** The document of a trial of scenarios: what recording a request costs in each of them, and what a killed process loses. */
import { formatCount, formatCounted, formatMean } from '../../../format/number.js';
import type { ScenarioTrial, TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Cell, Document, Fact, Row, Table } from '../../document.js';
import type { Envelope } from '../../envelope.js';
import { notesList } from '../../notes.js';
import { trialSpent, trialTitle } from '../frame.js';
import { commandsTable, computedTable, failedShare, latencyTable } from './details.js';
import { killedTable } from './killed.js';
import { scenarioTitle } from './titles.js';

export const trialScenariosDocument = ({ data, warnings, spent }: Envelope<TrialScenariosData>): Document => ({
  title: trialTitle('scenarios', data.server.version),
  blocks: [
    { kind: 'facts', facts: headFacts(data) },
    scenariosTable(data),
    killedTable(data),
    latencyTable(data),
    computedTable(data),
    commandsTable(data),
    ...notesList(warnings),
    { kind: 'facts', facts: [trialSpent(spent)] },
  ],
  summary: { text: summaryOf(data) },
  csv: 'scenarios',
});

function headFacts({ settings, roundTripMs, complete, scenarios }: TrialScenariosData): Fact[] {
  const { requests, perSecond, concurrency, apiKeys, accounts, models } = settings;
  const failed = scenarios.reduce((sum, scenario) => sum + scenario.failed, 0);
  return [
    { label: 'Recorded', text: `${settings.profile} ${settings.release}: what it writes when a request has ended` },
    {
      label: 'Load',
      text: `${formatCounted(requests, 'request', 'requests')}, ${formatCount(perSecond)} a second, at most ${formatCount(concurrency)} at once; ${formatCounted(apiKeys, 'API key', 'API keys')}, ${formatCounted(accounts, 'account', 'accounts')}, ${formatCounted(models, 'model', 'models')}`,
    },
    {
      label: 'RTT',
      text: `${formatMean(roundTripMs)} ms: ${settings.roundTripMs === 0 ? 'nothing' : `${formatMean(settings.roundTripMs)} ms`} added to this machine. Compare the figures, do not take them for those of your network`,
    },
    ...(failed === 0
      ? []
      : [{ label: 'Failed', text: `${formatCounted(failed, 'request', 'requests')} (--all shows which)`, tone: 'bad' as const }]),
    ...(complete ? [] : [{ label: 'Partial', text: 'interrupted: scenarios are missing', tone: 'warn' as const }]),
  ];
}

function scenariosTable({ scenarios }: TrialScenariosData): Table {
  const now = scenarios.find(({ kind }) => kind === 'now');
  return {
    kind: 'table',
    id: 'scenarios',
    title: 'Recording a request',
    remark: 'commands as the server counts them, what meter estimate computes, and what the document says',
    columns: [
      { id: 'scenario', title: 'scenario', type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'commands', title: 'commands', type: 'mean' },
      { id: 'estimate', title: 'estimate', type: 'mean' },
      { id: 'saves', title: 'saves', type: 'share' },
      { id: 'document', title: 'document', type: 'id', only: 'people' },
      { id: 'document_least', title: 'document', type: 'share', only: 'machines' },
      { id: 'document_most', title: 'document', type: 'share', only: 'machines' },
      { id: 'document_of', title: 'of', type: 'text', only: 'machines' },
      { id: 'sent', title: 'sent', type: 'mean', only: 'machines' },
      { id: 'round_trips', title: 'trips', type: 'mean' },
      { id: 'bytes', title: 'bytes', type: 'bytes' },
      { id: 'server_us', title: 'CPU µs', type: 'mean', drop: 1 },
      { id: 'p50_ms', title: 'p50 ms', type: 'mean', only: 'machines' },
      { id: 'p95_ms', title: 'p95 ms', type: 'mean', only: 'machines' },
      { id: 'p99_ms', title: 'p99 ms', type: 'mean' },
      { id: 'failed', title: 'failed', type: 'share', only: 'machines' },
      { id: 'recorded', title: 'in statistics', type: 'count', only: 'machines' },
    ],
    rows: scenarios.map((scenario) => ({
      ...name(scenario),
      commands: scenario.measured.commands,
      estimate: scenario.computed.commands,
      saves: saved(scenario, now),
      document: claimed(scenario),
      document_least: scenario.claim?.least ?? null,
      document_most: scenario.claim?.most ?? null,
      document_of: scenario.claim?.of ?? null,
      sent: scenario.measured.sent,
      round_trips: scenario.measured.roundTrips,
      bytes: scenario.measured.bytes,
      server_us: {
        value: scenario.measured.serverMicroseconds,
        text: formatCount(scenario.measured.serverMicroseconds),
      },
      p50_ms: scenario.latency?.p50 ?? null,
      p95_ms: scenario.latency?.p95 ?? null,
      p99_ms: scenario.latency?.p99 ?? null,
      failed: failedShare(scenario),
      recorded: scenario.recorded,
    })),
    notes: scenarios.flatMap((scenario) =>
      scenario.claim?.of === 'round-trips' ? [`${scenarioTitle(scenario)}: the document means round trips`] : [],
    ),
  };
}

const name = (scenario: ScenarioTrial): Row => ({ scenario: scenarioTitle(scenario), id: scenario.id });

/** The share of the commands. */
function saved({ kind, measured }: ScenarioTrial, now: ScenarioTrial | undefined): number | null {
  if (now === undefined || kind === 'now' || now.measured.commands === 0) return null;
  return 1 - measured.commands / now.measured.commands;
}

function claimed({ claim }: ScenarioTrial): Cell['value'] {
  if (claim === null) return null;
  const percent = (share: number): string => formatMean(100 * share);
  const range = claim.least === claim.most ? '' : `${percent(claim.least)}-`;
  return `${range}${percent(claim.most)} %`;
}

function summaryOf({ scenarios }: TrialScenariosData): string {
  const of = (kind: ScenarioTrial['kind']): ScenarioTrial | undefined => scenarios.find((one) => one.kind === kind);
  const [now, script, switches] = [of('now'), of('script'), of('switches')];
  const [first] = scenarios;
  if (!first) return 'No scenario was measured.';
  if (!now) return `${scenarioTitle(first)}: ${formatMean(first.measured.commands)} commands and ${trips(first)} a request.`;
  const parts = [
    `Recording a request takes ${formatMean(now.measured.commands)} commands and ${trips(now)}.`,
    ...(script ? [`One script takes ${trips(script)}, for ${formatMean(script.measured.commands)} commands.`] : []),
    ...(switches ? [`The ${switches.switches.length} switches save ${share(saved(switches, now))} of the commands.`] : []),
  ];
  return parts.join(' ');
}

const trips = ({ measured: { roundTrips } }: ScenarioTrial): string =>
  `${formatMean(roundTrips)} ${roundTrips === 1 ? 'round trip' : 'round trips'}`;

const share = (value: number | null): string => `${formatMean(100 * (value ?? 0))} %`;
