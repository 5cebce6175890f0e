import type { Switch, Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { buffered } from './buffer.js';
import { flowsOf, type Flow } from './flows.js';
import { inOneScript } from './script.js';
import { loadOf } from './totals.js';

/** What it takes to get there. */
export type Effort = 'none' | 'settings' | 'settings not read' | 'code' | 'much code' | 'plan';

/** A way to send less, or to pay less. */
export interface Scenario {
  id: string;
  title: string;
  flows: Flow[];
  effort: Effort;
  /** What no longer works, in sentences; empty where nothing is lost. */
  loses: string[];
  /** Seconds of statistics that a crash takes away. */
  lossSeconds: number | null;
}

export interface ScenarioInput {
  profile: Profile;
  version: string | null;
  workload: Workload;
  /** Switches as they are deployed. */
  env: Readonly<Record<string, string>>;
  /** What is tried out. */
  set: Readonly<Record<string, string>>;
  flushSeconds: number;
  /** Whether the deployed application looks at the variable; `null` where that cannot be told. */
  reads(one: Switch): boolean | null;
}

/** The load as it is, then each remedy by itself. Those that would change nothing are left out, but for the switches of sizes. */
export function scenariosOf(input: ScenarioInput): Scenario[] {
  const { env, set, profile } = input;
  const now = flowsWith(input, {});
  const tried = Object.keys(set).length === 0 ? [] : [tryOut(input)];
  const switches = (profile.switches ?? []).filter((one) => env[one.env] !== one.off);
  const statistics = largest(input, switches);
  const remedies = [
    switchesOff(input, 'switches', 'fine-grained statistics off', switches.filter(isFine)),
    transformed('script', 'one Lua script a request', 'code', inOneScript(now), []),
    bufferScenario(input, now),
    ...(statistics === null ? [] : [switchesOff(input, 'statistics', `${statistics.title} off`, [statistics])]),
    switchesOff(input, 'intervals', 'jobs at longer intervals', switches.filter(isInterval)),
    switchesOff(
      input,
      'sizes',
      'shorter lists',
      switches.filter(({ kind }) => kind === 'count'),
    ),
  ];
  const before = loadOf(now).perDay;
  const helps = ({ id, flows }: Scenario): boolean => {
    const after = loadOf(flows).perDay;
    return id === 'sizes' || after.wire !== before.wire || after.roundTrips !== before.roundTrips;
  };
  return [
    transformed('now', Object.keys(env).length === 0 ? 'as it is' : 'as deployed', 'none', now, []),
    ...tried,
    ...remedies.flatMap((one) => (one !== null && helps(one) ? [one] : [])),
    transformed('plan', 'another plan of the provider', 'plan', now, []),
  ];
}

const flowsWith = ({ profile, version, workload, env }: ScenarioInput, values: Readonly<Record<string, string>>): Flow[] =>
  flowsOf(profile, version, workload, { ...env, ...values });

const transformed = (id: string, title: string, effort: Effort, flows: Flow[], loses: string[]): Scenario => ({
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
  const title = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return transformed(
    'set',
    title.length > 1 ? `the ${title.length} settings tried` : title[0]!,
    effortOf(input, named),
    flowsWith(input, set),
    [...lossesOf(named)],
  );
}

function switchesOff(input: ScenarioInput, id: string, title: string, switches: readonly Switch[]): Scenario | null {
  if (switches.length === 0) return null;
  const values = Object.fromEntries(switches.map(({ env, off }) => [env, off]));
  return transformed(id, title, effortOf(input, switches), flowsWith(input, values), lossesOf(switches));
}

function bufferScenario(input: ScenarioInput, now: readonly Flow[]): Scenario {
  const { flushSeconds, workload } = input;
  const seconds = `${flushSeconds} s`;
  return {
    ...transformed('buffer', `statistics sent every ${seconds}`, 'much code', buffered(now, workload, flushSeconds), [
      `A crash or restart loses up to ${seconds} of statistics, and screens lag as much.`,
      'Costs are still written at once, so that limits hold.',
      'Requests are taken to be spread evenly; where they come in bursts it spares more.',
    ]),
    lossSeconds: flushSeconds,
  };
}

/** Commands of one grain, entity or group of fields. */
const isFine = ({ kind, removes, presets }: Switch): boolean =>
  kind === 'boolean' &&
  presets.includes('production') &&
  (removes.grains !== undefined || removes.dimension !== undefined || removes.fieldGroups !== undefined);

const isInterval = ({ kind }: Switch): boolean => kind === 'minutes' || kind === 'milliseconds';

/** The switch that takes most away. */
function largest(input: ScenarioInput, switches: readonly Switch[]): Switch | null {
  const left = (one: Switch): number => loadOf(flowsWith(input, { [one.env]: one.off })).perDay.counted;
  const [first] = switches
    .filter((one) => one.kind === 'boolean')
    .map((one) => ({ one, left: left(one) }))
    .toSorted((a, b) => a.left - b.left);
  return first?.one ?? null;
}

const effortOf = (input: ScenarioInput, switches: readonly Switch[]): Effort =>
  switches.some((one) => input.reads(one) === false) ? 'settings not read' : 'settings';

const lossesOf = (switches: readonly Switch[]): string[] => [
  ...switches.map(({ breaks }) => breaks),
  ...darkOf(switches.flatMap(({ dark }) => dark)),
];

const darkOf = (screens: readonly string[]): string[] =>
  screens.length === 0 ? [] : [`Dark: ${[...new Set(screens)].join(', ')}.`];
