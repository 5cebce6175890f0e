/** The document of a trial of scenarios: what recording a request costs in each of them, and what a killed process loses. */
import { formatCount, formatMean } from '../../../format/number.js';
import type { ScenarioTrial, TrialScenariosData } from '../../../trial/scenarios/model.js';
import type { Cell, Document, Fact, Row, Table } from '../../document.js';
import type { Envelope } from '../../envelope.js';
import { notesList } from '../../notes.js';
import { en } from '../../messages/en.js';
import type { TrialMessages } from '../../messages/en/trial.js';
import type { Messages } from '../../messages/messages.js';
import { roundTripFact, trialSpent, trialTitle } from '../frame.js';
import { commandsTable, computedTable, failedShare, latencyTable } from './details.js';
import { killedTable } from './killed.js';

export const trialScenariosDocument = (
  { data, warnings, spent }: Envelope<TrialScenariosData>,
  { trial, common }: Messages = en,
): Document => ({
  title: trialTitle('scenarios', data.server.version, trial),
  blocks: [
    { kind: 'facts', facts: headFacts(data, trial) },
    scenariosTable(data, trial.scenarios),
    killedTable(data, trial.scenarios),
    latencyTable(data, trial.scenarios),
    computedTable(data, trial.scenarios),
    commandsTable(data, trial.scenarios),
    ...notesList(warnings, common),
    { kind: 'facts', facts: [trialSpent(spent, trial)] },
  ],
  summary: { text: summaryOf(data, trial.scenarios) },
  csv: 'scenarios',
});

type Words = TrialMessages['scenarios'];

function headFacts({ settings, roundTripMs, complete, scenarios }: TrialScenariosData, trial: TrialMessages): Fact[] {
  const { labels, scenarios: words } = trial;
  const failed = scenarios.reduce((sum, scenario) => sum + scenario.failed, 0);
  return [
    { label: labels.recorded, text: words.recorded(settings.profile, settings.release) },
    { label: labels.load, text: words.load(settings) },
    roundTripFact(roundTripMs, settings.roundTripMs, trial),
    ...(failed === 0 ? [] : [{ label: labels.failed, text: words.failed(failed), tone: 'bad' as const }]),
    ...(complete ? [] : [{ label: labels.partial, text: words.interrupted, tone: 'warn' as const }]),
  ];
}

function scenariosTable({ scenarios }: TrialScenariosData, words: Words): Table {
  const { heads } = words;
  const now = scenarios.find(({ kind }) => kind === 'now');
  return {
    kind: 'table',
    id: 'scenarios',
    title: words.tables.scenarios,
    remark: words.remarks.scenarios,
    columns: [
      { id: 'scenario', title: heads.scenario, type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'commands', title: heads.commands, type: 'mean' },
      { id: 'estimate', title: heads.estimate, type: 'mean' },
      { id: 'saves', title: heads.saves, type: 'share' },
      { id: 'document', title: heads.document, type: 'id', only: 'people' },
      { id: 'document_least', title: 'document', type: 'share', only: 'machines' },
      { id: 'document_most', title: 'document', type: 'share', only: 'machines' },
      { id: 'document_of', title: 'of', type: 'text', only: 'machines' },
      { id: 'sent', title: 'sent', type: 'mean', only: 'machines' },
      { id: 'round_trips', title: heads.trips, type: 'mean' },
      { id: 'bytes', title: heads.bytes, type: 'bytes' },
      { id: 'server_us', title: heads.server, type: 'mean', drop: 1 },
      { id: 'p50_ms', title: 'p50 ms', type: 'mean', only: 'machines' },
      { id: 'p95_ms', title: 'p95 ms', type: 'mean', only: 'machines' },
      { id: 'p99_ms', title: heads.p99, type: 'mean' },
      { id: 'failed', title: 'failed', type: 'share', only: 'machines' },
      { id: 'recorded', title: 'in statistics', type: 'count', only: 'machines' },
    ],
    rows: scenarios.map((scenario) => ({
      ...name(scenario, words),
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
      scenario.claim?.of === 'round-trips' ? [words.meansTrips(words.title(scenario))] : [],
    ),
  };
}

const name = (scenario: ScenarioTrial, { title }: Words): Row => ({ scenario: title(scenario), id: scenario.id });

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

function summaryOf({ scenarios }: TrialScenariosData, words: Words): string {
  const of = (kind: ScenarioTrial['kind']): ScenarioTrial | undefined => scenarios.find((one) => one.kind === kind);
  const [now, script, switches] = [of('now'), of('script'), of('switches')];
  const [first] = scenarios;
  if (!first) return words.none;
  const commandsOf = ({ measured }: ScenarioTrial): string => formatMean(measured.commands);
  const tripsOf = ({ measured }: ScenarioTrial): string => formatMean(measured.roundTrips);
  if (!now) return words.one(words.title(first), commandsOf(first), tripsOf(first));
  return words.together([
    words.now(commandsOf(now), tripsOf(now)),
    ...(script ? [words.script(tripsOf(script), commandsOf(script))] : []),
    ...(switches ? [words.switches(switches.switches.length, share(saved(switches, now)))] : []),
  ]);
}

const share = (value: number | null): string => `${formatMean(100 * (value ?? 0))} %`;
