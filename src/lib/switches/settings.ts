/** Reads settings of a profile's switches from the command line. Throws usage errors of one sentence. */
import { says, switchValues } from '../errors/switches.js';
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
  throw usageError(says('unknown-preset', { word: shown(word), known: presetNames }));
}

/** The new value of each variable; `null`: removed. */
export type Settings = ReadonlyMap<string, string | null>;

/** Each word is `NAME=value`. */
export function settingsFrom(profile: Profile, words: readonly string[]): Settings {
  const settings = new Map<string, string>();
  for (const word of words) {
    const sign = word.indexOf('=');
    const one = switchNamed(profile, sign < 0 ? word : word.slice(0, sign));
    if (sign < 0) throw usageError(says('switch-without-value', { env: one.env, off: one.off }));
    const value = word.slice(sign + 1);
    checkValue(one, value);
    if (settings.has(one.env)) throw usageError(says('switch-twice', { env: one.env }));
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
  throw usageError(says('no-switches', { profile: safeText(name) }));
}

function switchNamed(profile: Profile, name: string): Switch {
  const switches = switchesOf(profile);
  const one = switches.find(({ env }) => env === name);
  if (one) return one;
  const near = nearest(
    name,
    switches.map(({ env }) => env),
  );
  throw usageError(says('unknown-switch', { profile: safeText(profile.name), name: shown(name), near }));
}

function checkValue(one: Switch, value: string): void {
  if (!fits(one, value)) throw usageError(says('switch-value', { env: one.env, off: one.off, kind: one.kind }));
}

/** True for a value that the switch allows. */
export const fits = ({ kind }: Switch, value: string): boolean =>
  (kind === 'boolean' ? /^(?:true|false)$/ : /^[1-9]\d{0,8}$/).test(value);

/** The values that the switch allows, in words. */
export const takenValues = ({ kind }: Pick<Switch, 'kind'>): string => switchValues(kind);

const shown = (word: string): string => truncateMiddle(safeText(word), 40);
