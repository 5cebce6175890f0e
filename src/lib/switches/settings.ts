/** Reads settings of a profile's switches from the command line. Throws usage errors of one sentence. */
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import type { Switch } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';

export const presetNames = ['production', 'minimal', 'all-on'] as const;
export type Preset = (typeof presetNames)[number];

/** The preset with this name. */
export function presetNamed(word: string): Preset {
  const preset = presetNames.find((known) => known === word);
  if (preset !== undefined) return preset;
  throw usageError(`There is no preset "${shown(word)}".`, `Known presets: ${presetNames.join(', ')}.`);
}

/** The new value of each variable; `null`: removed. */
export type Settings = ReadonlyMap<string, string | null>;

/** Each word is `NAME=value`. */
export function settingsFrom(profile: Profile, words: readonly string[]): Settings {
  const settings = new Map<string, string>();
  for (const word of words) {
    const sign = word.indexOf('=');
    const one = switchNamed(profile, sign < 0 ? word : word.slice(0, sign));
    if (sign < 0) throw usageError(`"${one.env}" has no value.`, `Write it as ${one.env}=${one.off}.`);
    const value = word.slice(sign + 1);
    checkValue(one, value);
    if (settings.has(one.env)) throw usageError(`${one.env} is given twice.`, 'Leave one of the two out.');
    settings.set(one.env, value);
  }
  return settings;
}

/** Names of variables to remove from the file. */
export function namesFrom(profile: Profile, words: readonly string[]): Settings {
  return new Map(words.map((word) => [switchNamed(profile, word).env, null]));
}

/**
 * `production` and `minimal` set the switches that the profile names to the value that saves. `all-on` sets the switches in
 * `present` to their default; other switches have it already.
 */
export function presetSettings(profile: Profile, preset: Preset, present: ReadonlyMap<string, string>): Settings {
  const switches = switchesOf(profile);
  if (preset === 'all-on') {
    const changed = switches.filter((one) => isAway(one, present.get(one.env)));
    return new Map(changed.map((one) => [one.env, one.default]));
  }
  return new Map(switches.filter((one) => one.presets.includes(preset)).map((one) => [one.env, one.off]));
}

/** True when a value differs from the default. An empty value counts as none. */
export const isAway = (one: Switch, value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== one.default;

/** Throws if the profile has no switches. */
export function switchesOf({ name, switches = [] }: Profile): readonly Switch[] {
  if (switches.length > 0) return switches;
  throw usageError(`Profile ${safeText(name)} has no switches.`, 'The profile with switches: claude-relay-service.');
}

function switchNamed(profile: Profile, name: string): Switch {
  const switches = switchesOf(profile);
  const one = switches.find(({ env }) => env === name);
  if (one) return one;
  const near = nearest(
    name,
    switches.map(({ env }) => env),
  );
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'List them: meter flags list';
  throw usageError(`Profile ${safeText(profile.name)} has no switch "${shown(name)}".`, hint);
}

function checkValue(one: Switch, value: string): void {
  if (!fits(one, value)) throw usageError(`${one.env} takes ${takenValues(one)}.`, `For example ${one.env}=${one.off}.`);
}

/** True for a value that the switch allows. */
export const fits = ({ kind }: Switch, value: string): boolean =>
  (kind === 'boolean' ? /^(?:true|false)$/ : /^[1-9]\d{0,8}$/).test(value);

/** The values that the switch allows, in words. */
export const takenValues = ({ kind }: Pick<Switch, 'kind'>): string =>
  kind === 'boolean' ? 'true or false' : `a whole number${kind === 'count' ? '' : ` of ${kind}`} above 0`;

const shown = (word: string): string => truncateMiddle(safeText(word), 40);
