import { REFUSED } from '../../../change/migrate/rollup-spec.js';
import { neverText } from '../../../profile/never.js';
import type { ChangeMessages } from '../change.js';
import { report } from './change/report.js';

export const change: ChangeMessages = {
  report,
  protected: {
    'open-period': () => 'of periods that are not over; --include-open includes them',
    'needed-period': ({ keep }) =>
      keep === null
        ? 'of the newest periods, which are needed'
        : `of the newest ${keep.periods === 1 ? 'period' : `${keep.periods} periods`}: read by ${keep.reader}`,
    'too-young': () => 'newer than was asked for',
    'no-period': () => 'without a period in their names',
    'two-applications': () => 'claimed by two applications',
    'built-in-profile': () => 'that a built-in profile protects',
    'in-use': () => 'in use',
    'other-type': () => 'of another type than the names say',
    'consumer-groups': () => 'read by consumer groups',
    never: neverText,
    'never-after-sum': (never) => `is never removed: ${neverText(never)}`,
    'open-sum': ({ grain }) => `of a ${grain} that is not over`,
    'sum-expired': () => 'that would have expired already; the fine keys keep what they lack',
    'no-numbers': () => 'that hold, or whose fine keys hold, something else than numbers',
    'beyond-64-bits': () => 'whose sums are beyond 64 bits',
    'no-name-of-sum': () => 'whose sum has no name of its own',
    'owner-gone': () => 'of owners that no longer exist (meter prune --orphans)',
    'endless-sum': () => REFUSED['endless-sum'],
    'no-shared-figures': () => REFUSED['no-shared-figures'],
    'class-secret': () => 'of class secret',
    'found-by-name': ({ role }) => `of role ${role}, which the application looks for by its name`,
    'listed-by-name': ({ index }) => `which ${index} lists by their names`,
    unrecognised: () => 'that no profile knows',
    'new-name-in-use': ({ family }) => `whose new name is one of ${family}`,
    'new-name-taken': () => 'whose new name is taken (--on-collision sum adds numbers up)',
    'other-slot': () => 'whose counter would be in another slot of the cluster',
    'limit-unknown': () => 'of a limit of unknown size (--limit NAME=N/TIME states it)',
    'list-outside': () => 'without a request in the window: they count nothing, and expire',
    'list-ahead': () => 'with requests later than now: they are in another time (--utc-offset)',
    'list-unreadable': () => 'with entries that are no times',
    'as-written': ({ text }) => text,
  },
};
