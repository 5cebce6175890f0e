/** Profiles of applications, and recognising an application. */
import type { Saying } from '../format/errors.js';
import { formatCount } from '../format/number.js';
import { didYouMean, sayingsOf, type ErrorTexts } from './sayings.js';

export const profilesErrors = {
  'unknown-family': ({ word, near, profile }: { word: string; near: readonly string[]; profile: string | null }) => [
    `No family "${word}" is known here.`,
    near.length > 0 ? didYouMean(near) : `List them: meter profile show ${profile ?? 'PROFILE'}`,
  ],
  'invalid-profile': ({
    spec,
    family,
    problem,
    more,
  }: {
    spec: string;
    family: string | null;
    problem: string;
    more: number;
  }) => [
    `${spec} is not a valid profile: ${family === null ? '' : `family ${family}: `}${problem}${more > 0 ? ` (and ${more} more)` : ''}.`,
    `List the problems: meter profile check ${spec}`,
  ],
  'unknown-profile': ({ name, near, known }: { name: string; near: readonly string[]; known: readonly string[] }) => [
    `There is no profile named "${name}".`,
    near.length > 0 ? didYouMean(near) : `Known profiles: ${known.join(', ')}.`,
    'For a profile of your own give the path of its YAML file: ./my.yaml',
  ],
  'profile-without-versions': ({ name, version }: { name: string; version: string }) => [
    `Profile ${name} has no versions.`,
    `Leave out "@${version}".`,
  ],
  'profile-version': ({ name, oldest, newest, version }: { name: string; oldest: string; newest: string; version: string }) => [
    `Profile ${name} knows versions ${oldest} to ${newest}, not "${version}".`,
    `For example ${name}@${newest}.`,
  ],
  'source-too-many': ({ folder, most }: { folder: string; most: number }) => [
    `${folder} holds more than ${formatCount(most)} source files.`,
    "Give --app-dir the folder of the application's source alone.",
  ],
  'source-none': ({ folder }: { folder: string }) => [
    `${folder} holds no source code.`,
    "Give --app-dir the folder of the application's source.",
  ],
  'source-folder': ({ folder, why }: { folder: string; why: Saying }, say) => [
    `The folder ${folder} cannot be read: ${say(why)[0]}.`,
    'Check the path given to --app-dir.',
  ],
  'recognition-budget': () => [
    '--max-commands is too low to read enough keys to recognise the application.',
    'Raise --max-commands, or leave it out.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(profilesErrors);
