/** Switches of an application, and editing its `.env` file. */
import type { Saying } from '../format/errors.js';
import { formatCount } from '../format/number.js';
import { didYouMean, sayingsOf, type ErrorTexts } from './sayings.js';

/** What a switch takes. */
export type SwitchValues = 'boolean' | 'count' | 'milliseconds' | 'minutes';

/** The values that a switch of this kind takes, in words. */
export const switchValues = (kind: SwitchValues): string =>
  kind === 'boolean' ? 'true or false' : `a whole number${kind === 'count' ? '' : ` of ${kind}`} above 0`;

export const switchesErrors = {
  'unknown-preset': ({ word, known }: { word: string; known: readonly string[] }) => [
    `There is no preset "${word}".`,
    `Known presets: ${known.join(', ')}.`,
  ],
  'switch-without-value': ({ env, off }: { env: string; off: string }) => [
    `"${env}" has no value.`,
    `Write it as ${env}=${off}.`,
  ],
  'switch-twice': ({ env }: { env: string }) => [`${env} is given twice.`, 'Leave one of the two out.'],
  'no-switches': ({ profile }: { profile: string }) => [
    `Profile ${profile} has no switches.`,
    'The profile with switches: claude-relay-service.',
  ],
  'unknown-switch': ({ profile, name, near }: { profile: string; name: string; near: readonly string[] }) => [
    `Profile ${profile} has no switch "${name}".`,
    near.length > 0 ? didYouMean(near) : 'List them: meter flags list',
  ],
  'switch-value': ({ env, off, kind }: { env: string; off: string; kind: SwitchValues }) => [
    `${env} takes ${switchValues(kind)}.`,
    `For example ${env}=${off}.`,
  ],
  'env-file-lines': ({ name, lines }: { name: string; lines: number }) => [
    `${name} is set on ${formatCount(lines)} lines of the file.`,
    'Leave one of them, the last one, and try again.',
  ],
  'env-file-others': () => [
    'Programs would read other variables of the file differently afterwards.',
    'Close all quotes in it and give each variable a line of its own, then try again.',
  ],
  'env-file-busy': ({ name, lock }: { name: string; lock: string }) => [
    `Another edit of ${name} is under way, or was cut off.`,
    `If none is under way, remove ${lock} and try again.`,
  ],
  'env-file-changed': ({ name }: { name: string }) => [
    `${name} was changed by somebody else in the meantime.`,
    'Nothing was written; run the command again to see the change as it would be now.',
  ],
  'env-file-unwritable': ({ name, why, denied }: { name: string; why: Saying; denied: boolean }, say) => [
    `The file ${name} cannot be replaced: ${say(why)[0]}.`,
    denied
      ? 'Run meter as the user that owns the file, so that owner and permissions stay.'
      : 'Nothing was changed; the file is as it was.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(switchesErrors);
