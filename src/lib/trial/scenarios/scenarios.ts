/** The ways to record requests that are compared: those of the document. */
import { isFine } from '../../estimate/scenarios.js';
import type { Claim, Switch } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { recordingPlan } from '../../recorder/plan.js';
import type { RecorderMode } from '../../recorder/index.js';
import type { RecordingScenario, ScenarioKind, ScenarioTrial } from './model.js';

/** Seconds. */
const INTERVALS = [1, 60];

/** Throws a RecorderError (`input`) for a profile that does not say all that a recorder needs. */
export function recordingScenarios(profile: Profile, release: string): RecordingScenario[] {
  recordingPlan({ profile, release });
  const switches = profile.switches ?? [];
  const fine = switches.filter(isFine);
  const last = largest(profile, release, switches);
  const of = (kind: ScenarioKind, off: readonly Switch[] = [], id: string = kind): RecordingScenario => ({
    id,
    kind,
    switches: off.map(({ env }) => env),
    flushMs: null,
  });
  return [
    of('now'),
    ...fine.map((one) => of('switch', [one], one.env)),
    ...(fine.length > 1 ? [of('switches', fine)] : []),
    of('script'),
    ...INTERVALS.map((seconds) => ({ ...of('buffer', [], `buffer-${seconds}s`), flushMs: 1_000 * seconds })),
    ...(last === null ? [] : [of('statistics', [last])]),
  ];
}

/** The switch that leaves the fewest writes. */
function largest(profile: Profile, release: string, switches: readonly Switch[]): Switch | null {
  const writesWith = (off: readonly Switch[]): number =>
    recordingPlan({ profile, release, switches: valuesOff(off) }).events.reduce((sum, { writes }) => sum + writes.length, 0);
  const [first] = switches
    .filter(({ kind }) => kind === 'boolean')
    .map((one) => ({ one, left: writesWith([one]) }))
    .toSorted((a, b) => a.left - b.left);
  return first !== undefined && first.left < writesWith([]) ? first.one : null;
}

const valuesOff = (switches: readonly Switch[]): Record<string, string> =>
  Object.fromEntries(switches.map(({ env, off }) => [env, off]));

/** The application's environment in a scenario. */
export const environmentOf = ({ switches = [] }: Profile, { switches: off }: RecordingScenario): Record<string, string> =>
  valuesOff(switches.filter(({ env }) => off.includes(env)));

const MODES: Readonly<Partial<Record<ScenarioKind, RecorderMode>>> = { script: 'script', buffer: 'buffered' };

export const modeOf = ({ kind }: RecordingScenario): RecorderMode => MODES[kind] ?? 'pipeline';

export function claimOf(claims: readonly Claim[], { id, kind }: RecordingScenario): ScenarioTrial['claim'] {
  const claim = claims.find(({ remedy }) => remedy === id || remedy === kind);
  return claim === undefined ? null : { least: claim.saves[0], most: claim.saves[1], of: claim.of };
}
