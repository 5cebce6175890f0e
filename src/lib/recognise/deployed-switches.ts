import { isRead } from './is-read.js';
import type { Profile } from '../profile/types.js';

/** Of the variables, those that the release looks at, as far as is known. */
export function readSwitches(
  profile: Profile,
  version: string | null,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  const read = (profile.switches ?? []).filter((one) => env[one.env] !== undefined && isRead(one, version) === true);
  return Object.fromEntries(read.map((one) => [one.env, env[one.env]!]));
}
