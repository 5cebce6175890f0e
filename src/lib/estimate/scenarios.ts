import type { Amount } from '../format/json-types.js';
import { plainMessage } from '../format/message.js';
import type { Switch, Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { buffered } from './buffer.js';
import { familiesWritten, flowsOf, type Flow } from './flows.js';
import { commandsPerKey } from './key-load.js';
import { inOneScript } from './script.js';
import { loadOf } from './totals.js';
import type { ScenarioLoss, ScenarioTitle } from './words.js';

/** What a scenario needs. */
export type Effort = 'none' | 'settings' | 'settings not read' | 'code' | 'much code' | 'keys' | 'plan';

/** A way to send less, or to pay less. */
export interface Scenario {
  id: string;
  title: ScenarioTitle;
  flows: Flow[];
  effort: Effort;
  /** What stops working, and what is not certain; empty: nothing. */
  loses: ScenarioLoss[];
  /** Seconds of statistics that a crash loses. */
  lossSeconds: Amount | null;
}

export interface ScenarioInput {
  profile: Profile;
  version: string | null;
  workload: Workload;
  /** Deployed switch values. */
  env: Readonly<Record<string, string>>;
  /** Switch values to try. */
  set: Readonly<Record<string, string>>;
  flushSeconds: number;
  /** Keys by family id; absent: not counted. */
  familyKeys?: ReadonlyMap<string, number> | undefined;
  /** Whether the deployed application reads the variable; `null`: unknown. */
  reads(one: Switch): boolean | null;
}

/** The current load, then each remedy by itself. Remedies without effect are omitted, except switches of sizes. */
export function scenariosOf(input: ScenarioInput): Scenario[] {
  const { env, set, profile } = input;
  const now = flowsWith(input, {});
  const tried = Object.keys(set).length === 0 ? [] : [tryOut(input)];
  const switches = (profile.switches ?? []).filter((one) => env[one.env] !== one.off);
  const statistics = largest(input, switches);
  const remedies = [
    ...mostFirst(
      input,
      switches.filter((one) => isOfOneJob(one, input) && one !== statistics),
    ).map((one) => switchesOff(input, one.env, titleOff(one), [one])),
    switchesOff(input, 'switches', plainMessage('fine-off'), switches.filter(isFine)),
    transformed('script', plainMessage('script'), 'code', inOneScript(now), []),
    bufferScenario(input, now),
    ...(statistics === null ? [] : [switchesOff(input, 'statistics', titleOff(statistics), [statistics])]),
    fewerKeys(input),
    switchesOff(input, 'intervals', plainMessage('longer-intervals'), readFirst(input, switches.filter(isInterval))),
    switchesOff(
      input,
      'sizes',
      plainMessage('shorter-lists'),
      switches.filter(({ kind }) => kind === 'count'),
    ),
  ];
  const before = loadOf(now).perDay;
  const helps = ({ id, flows }: Scenario): boolean => {
    const after = loadOf(flows).perDay;
    return id === 'sizes' || after.wire !== before.wire || after.roundTrips !== before.roundTrips;
  };
  return [
    asItIs(env, now),
    ...tried,
    ...remedies.flatMap((one) => (one !== null && helps(one) ? [one] : [])),
    transformed('plan', plainMessage('another-plan'), 'plan', now, []),
  ];
}

/** The current load, with the deployed switch values. */
export const asItIs = (env: ScenarioInput['env'], flows: Flow[]): Scenario =>
  transformed('now', plainMessage(Object.keys(env).length === 0 ? 'as-it-is' : 'as-deployed'), 'none', flows, []);

const flowsWith = ({ profile, version, workload, env }: ScenarioInput, values: Readonly<Record<string, string>>): Flow[] =>
  flowsOf(profile, version, workload, { ...env, ...values });

const transformed = (id: string, title: ScenarioTitle, effort: Effort, flows: Flow[], loses: ScenarioLoss[]): Scenario => ({
  id,
  title,
  flows,
  effort,
  loses,
  lossSeconds: null,
});

function tryOut(input: ScenarioInput): Scenario {
  const { set } = input;
  const named = (input.profile.switches ?? []).filter(({ env, off }) => set[env] === off);
  const settings = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return transformed(
    'set',
    { code: 'tried', params: { settings } },
    effortOf(input, named),
    flowsWith(input, set),
    lossesOf(named),
  );
}

function switchesOff(input: ScenarioInput, id: string, title: ScenarioTitle, switches: readonly Switch[]): Scenario | null {
  if (switches.length === 0) return null;
  const values = Object.fromEntries(switches.map(({ env, off }) => [env, off]));
  const later = withoutOldKeys(input, values);
  const effort = effortOf(input, switches);
  return transformed(id, title, effort, later.flows, [...lossesOf(switches), ...later.notes]);
}

/** The load after keys that are no longer written have expired or were pruned: jobs then walk over fewer keys. */
function withoutOldKeys(
  input: ScenarioInput,
  values: Readonly<Record<string, string>>,
): { flows: Flow[]; notes: ScenarioLoss[] } {
  const { workload, familyKeys, profile, version, env } = input;
  const flows = flowsWith(input, values);
  const unwritten = familiesWritten(flowsWith(input, {})).filter((family) => !familiesWritten(flows).includes(family));
  if (unwritten.length === 0 || workload.keys === 0 || commandsPerKey(profile, version, workload, env) === 0)
    return { flows, notes: [] };
  if (!familyKeys) return { flows, notes: [plainMessage('jobs-not-counted')] };
  const expired = Math.min(
    workload.keys,
    unwritten.reduce((sum, family) => sum + (familyKeys.get(family) ?? 0), 0),
  );
  if (expired === 0) return { flows, notes: [] };
  const fewer = flowsWith({ ...input, workload: { ...workload, keys: workload.keys - expired } }, values);
  const commands = loadOf(flows).perDay.wire - loadOf(fewer).perDay.wire;
  const notes: ScenarioLoss[] = commands === 0 ? [] : [{ code: 'jobs-save', params: { commands, expired, keys: workload.keys } }];
  return { flows: fewer, notes };
}

/** What each round number of removed keys saves; `null`: no job walks over keys, or their number is unknown. */
function fewerKeys(input: ScenarioInput): Scenario | null {
  const { workload } = input;
  const { keys } = workload;
  if (keys < 2) return null;
  const step = 10 ** Math.floor(Math.log10(keys / 2));
  const flows = flowsWith({ ...input, workload: { ...workload, keys: keys - step } }, {});
  return transformed('keys', { code: 'fewer-keys', params: { keys: step } }, 'keys', flows, [plainMessage('pruned')]);
}

function bufferScenario({ flushSeconds: seconds, workload }: ScenarioInput, now: readonly Flow[]): Scenario {
  const flows = buffered(now, workload, seconds);
  return {
    ...transformed('buffer', { code: 'buffer', params: { seconds } }, 'much code', flows, [
      { code: 'crash', params: { seconds } },
      plainMessage('costs-at-once'),
      plainMessage('even-requests'),
    ]),
    lossSeconds: seconds,
  };
}

const titleOff = ({ title }: Switch): ScenarioTitle => ({ code: 'switch-off', params: { title } });

/** True for a switch of one job or stream that may be read. Fine-grained statistics are turned off together. */
const isOfOneJob = (one: Switch, input: ScenarioInput): boolean =>
  one.kind === 'boolean' && !isFine(one) && input.reads(one) !== false;

/** True for a switch of one grain, entity or group of fields. */
export const isFine = ({ kind, removes, presets }: Switch): boolean =>
  kind === 'boolean' &&
  presets.includes('production') &&
  (removes.grains !== undefined || removes.dimension !== undefined || removes.fieldGroups !== undefined);

const isInterval = ({ kind }: Switch): boolean => kind === 'minutes' || kind === 'milliseconds';

/** The switches that may be read, if any; the others need a change of the application. */
function readFirst(input: ScenarioInput, switches: readonly Switch[]): readonly Switch[] {
  const read = switches.filter((one) => input.reads(one) !== false);
  return read.length > 0 ? read : switches;
}

/** The switch that removes the most commands. */
const largest = (input: ScenarioInput, switches: readonly Switch[]): Switch | null =>
  mostFirst(
    input,
    switches.filter(({ kind }) => kind === 'boolean'),
  )[0] ?? null;

/** Those that remove the most commands first. */
function mostFirst(input: ScenarioInput, switches: readonly Switch[]): Switch[] {
  const left = (one: Switch): number => loadOf(flowsWith(input, { [one.env]: one.off })).perDay.counted;
  return switches
    .map((one) => ({ one, left: left(one) }))
    .toSorted((a, b) => a.left - b.left)
    .map(({ one }) => one);
}

const effortOf = (input: ScenarioInput, switches: readonly Switch[]): Effort =>
  switches.some((one) => input.reads(one) === false) ? 'settings not read' : 'settings';

function lossesOf(switches: readonly Switch[]): ScenarioLoss[] {
  const screens = [...new Set(switches.flatMap(({ dark }) => dark))];
  return [
    ...switches.map(({ breaks }): ScenarioLoss => ({ code: 'text', params: { text: breaks } })),
    ...(screens.length === 0 ? [] : [{ code: 'dark' as const, params: { screens } }]),
  ];
}
