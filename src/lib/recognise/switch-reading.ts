import type { Switch } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Releases } from '../profile/version.js';
import { mentionsIn, type Mention } from './app-source.js';
import { isRead } from './is-read.js';
import { readByText, readingWordsOf } from './words.js';

/** Whether the deployed application reads a switch, and the evidence. */
export interface Reading {
  /** Null: unknown. */
  reads: boolean | null;
  /** Follows "yes", "no" or "unknown". */
  because: string;
}

/**
 * `releases`: the possible deployed releases. `mentions`: lines of the application's source, by variable; undefined: not
 * searched.
 */
export function readingsOf(
  profile: Profile,
  releases: Releases,
  mentions?: ReadonlyMap<string, Mention | null>,
): Map<string, Reading> {
  const words = readingWordsOf(profile);
  const reading = (one: Switch): Reading => {
    const mention = mentions?.get(one.env);
    if (mention?.template) return { reads: null, because: words.inTemplate(mention.file, mention.line) };
    if (mention) return { reads: true, because: words.inSource(mention.file, mention.line) };
    if (mention === null) return { reads: false, because: words.nowhere };
    return { reads: isRead(one, releases), because: readByText(one, releases, words) };
  };
  return new Map((profile.switches ?? []).map((one) => [one.env, reading(one)]));
}

/** The same, also from the application's source in this folder; `null`: no folder. Throws a usage error if it has no source. */
export async function deployedReadings(
  profile: Profile,
  releases: Releases,
  folder: string | null,
): Promise<Map<string, Reading>> {
  const names = (profile.switches ?? []).map(({ env }) => env);
  return readingsOf(profile, releases, folder === null ? undefined : await mentionsIn(folder, names));
}

/** The settings without those that the application is known to ignore. */
export const notIgnored = (
  settings: Readonly<Record<string, string>>,
  readings: ReadonlyMap<string, Pick<Reading, 'reads'>>,
): Record<string, string> => Object.fromEntries(Object.entries(settings).filter(([env]) => readings.get(env)?.reads !== false));

/** The variables that the release reads, as far as known. */
export function readSwitches(
  profile: Profile,
  releases: Releases,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  const readings = readingsOf(profile, releases);
  return Object.fromEntries(Object.entries(env).filter(([name]) => readings.get(name)?.reads === true));
}
