/** The commands that give switches their values before an edit. */
import { shellQuote } from '../../format/shell.js';
import type { Change } from '../../switches/changes.js';
import { DEFAULT_PROFILE } from '../../switches/default-profile.js';
import { fits, isAway, switchesOf } from '../../switches/settings.js';
import type { Deployed } from './deployed.js';
import type { EditRequest } from './options.js';

export interface Undo {
  /** Command lines, in the order in which they are run. */
  commands: string[];
  /** Variables whose old value no command sets. */
  byHand: string[];
}

export function undoOf({ profile, readings }: Deployed, request: EditRequest, changes: readonly Change[]): Undo {
  const changed = changes.filter(({ kind }) => kind !== 'unchanged');
  const ofName = new Map(switchesOf(profile).map((one) => [one.env, one]));
  const isKept = ({ name, before }: Change): boolean => before !== null && fits(ofName.get(name)!, before);
  const unset = changed.filter(({ before }) => before === null).map(({ name }) => name);
  const set = changed.filter(isKept);
  // The command refuses to set what is known not to be read.
  const needsForce = set.some(
    ({ name, before }) => readings.get(name)?.reads === false && isAway(ofName.get(name)!, before ?? undefined),
  );
  const typed = flagsOf(request);
  return {
    commands: [
      ...(unset.length === 0 ? [] : [`meter flags unset ${unset.join(' ')}${typed}`]),
      ...(set.length === 0
        ? []
        : [
            `meter flags set ${set.map(({ name, before }) => `${name}=${before}`).join(' ')}${typed}${needsForce ? ' --force' : ''}`,
          ]),
    ],
    byHand: changed.filter((change) => change.before !== null && !isKept(change)).map(({ name }) => name),
  };
}

/** The flags for the same file and application. */
function flagsOf({ profile, envFile }: EditRequest): string {
  const ofProfile = profile === DEFAULT_PROFILE ? '' : ` --profile ${shellQuote(profile)}`;
  return ` --env-file ${shellQuote(envFile ?? '')}${ofProfile}`;
}
