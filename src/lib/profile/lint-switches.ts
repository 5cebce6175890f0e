import type { Removal, Switch } from './operations.js';
import type { Profile } from './types.js';
import { isVersion } from './version.js';

const ENV = /^[A-Z][A-Z0-9_]*$/;

/** Problems of a profile's switches. */
export function lintSwitches(profile: Profile): string[] {
  const { switches = [] } = profile;
  const names = switches.map(({ env }) => env);
  const again = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [
    ...[...again].map((name) => `switch ${name} is defined twice`),
    ...switches.flatMap((one) => switchProblems(profile, one).map((problem) => `switch ${one.env}: ${problem}`)),
  ];
}

function switchProblems(profile: Profile, one: Switch): string[] {
  const { env, kind, removes, otherReading, readBy } = one;
  const releases = typeof readBy === 'string' ? [] : 'fork' in readBy ? [readBy.release] : [readBy.since, readBy.until];
  return [
    ...(ENV.test(env) ? [] : ['the name must be an environment variable in upper case']),
    ...(one.off === one.default ? ['off is the default'] : []),
    ...(kind === 'boolean' ? [] : [one.default, one.off].filter(isNoAmount).map((text) => `${text} is not a number above 0`)),
    ...(kind === 'boolean' && Object.keys(removes).length === 0 ? ['it removes nothing'] : []),
    ...removalProblems(profile, removes),
    ...(otherReading ? removalProblems(profile, otherReading.removes) : []),
    ...releases.flatMap((release) => (release === undefined || isVersion(release) ? [] : [`${release} is not a release`])),
  ];
}

const isNoAmount = (text: string): boolean => !(Number(text) > 0);

function removalProblems({ families, placeholders, operations }: Profile, { sources, events, dimension }: Removal): string[] {
  const sent = operations?.events ?? [];
  const writes = sent.flatMap((event) => event.writes);
  const dimensions = new Set([
    ...writes.map((write) => write.dimension),
    ...families.flatMap((family) => Object.values({ ...placeholders, ...family.placeholders })).map((slot) => slot.dimension),
  ]);
  return [
    ...(sources ?? []).flatMap((id) => (sent.some(({ source }) => source === id) ? [] : [`no event has the source ${id}`])),
    ...(events ?? []).flatMap((id) => (sent.some((event) => event.id === id) ? [] : [`there is no event ${id}`])),
    ...(dimension === undefined || dimensions.has(dimension) ? [] : [`nothing is counted by ${dimension}`]),
  ];
}
