import type { PlanNotices } from '../../../../change/notices.js';
import { formatCount, formatCounted } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';
import { safeText } from '../../../../format/terminal.js';
import { utcText } from '../../../../recognise/words.js';
import { session } from './session.js';
import { several } from '../plural.js';

const whichArchive = (createdAt: string | null): string =>
  `The archive${createdAt === null ? '' : ` of ${createdAt.slice(0, 19)}`}`;

function rolledUp({ fine, coarse, keys, sums, added }: PlanNotices['rolled-up']): string {
  const figures = added.map(({ field, sum }) => `${safeText(field || 'value')} ${sum}`);
  return [
    `${fine} → ${coarse}: ${formatCounted(keys, 'key', 'keys')} in ${formatCounted(sums.all, 'sum', 'sums')}, `,
    `${formatCount(sums.complete)} complete, ${formatCount(sums.short)} short, ${formatCount(sums.missing)} missing`,
    figures.length === 0 ? '.' : `; added in all: ${figures.join(', ')}.`,
  ].join('');
}

/** Simulated: a limit of 100 in a minute, 200 draws, six times as many requests as allowed. */
const SEEDED: Readonly<Record<PlanNotices['limiters-seeded']['seed'], string>> = {
  newest:
    'Counters end when the newest request leaves the window: nobody gets more than the limit, but some are denied that the list would let through (184 of 1,022 denials in a simulation at six times the limit).',
  oldest:
    'Counters end when the oldest request leaves the window: nobody is denied longer than by the list, but up to 195 of 100 requests pass in the window of the change (in a simulation at six times the limit).',
  replay:
    'Counters are what they would be if they had counted the requests of the lists themselves: nobody is denied longer than by such a counter, but up to 197 of 100 requests pass in the window of the change (in a simulation at six times the limit).',
};

const limitText = (limit: string | null): string => (limit === null ? 'none' : safeText(limit.slice(0, 40)));

const someOf = (examples: readonly string[], all: number): string =>
  `${examples.join(', ')}${all > examples.length ? ', …' : ''}`;

export const plan: Sentences<PlanNotices> = {
  'judged-at-another-time': session['judged-at-another-time'],
  'clocks-differ': () =>
    'The clocks of this machine and of the server differ by more than a minute: the earlier one decides what is over.',
  'offset-assumed': ({ utcOffset }) =>
    `The data do not show the application's UTC offset. ${utcText(utcOffset)} is assumed, and a period counts as over only if it is over at every possible offset. Set --utc-offset to be certain.`,
  'read-by-groups': ({ family, groups }) => {
    const readers = groups.map(({ name, unread, pending }) => {
      const left = unread === null ? 'an unknown number' : formatCount(unread);
      return `${safeText(name.slice(0, 100))} (${left} unread, ${formatCount(pending)} not acknowledged)`;
    });
    return `${family} is not trimmed: consumer groups read it: ${readers.join(', ')}.`;
  },
  'owners-gone': ({ owner, count, ids }) => {
    const more = count > ids.length ? ` and ${formatCount(count - ids.length)} more` : '';
    return `${formatCounted(count, `${owner} is`, `${several(owner)} are`)} gone: ${ids.join(', ')}${more}.`;
  },
  'release-not-shown': () => 'The data do not show the release, so nothing counts as legacy.',
  'checked-again-afterwards': () =>
    'Afterwards the sums are checked again, and what follows from the repairs is repaired as well.',
  'no-certain-repair': ({ differences }) =>
    `${formatCounted(differences, 'difference has', 'differences have')} no certain repair and ${differences === 1 ? 'is' : 'are'} not changed.`,
  'other-families': ({ differences, families }) =>
    `${formatCounted(differences, 'difference', 'differences')} can only be repaired in other families, which are not changed: ${families.map((id) => `--family ${id}`).join(', ')}.`,
  'rolled-up': rolledUp,
  'fields-lost': ({ fine, coarse, fields }) =>
    `${coarse} has no ${fields.join(', ')}: what ${fine} says of that is removed with it.`,
  'archive-cut-off': ({ createdAt }) => `${whichArchive(createdAt)} was cut off while it was written; what it holds is whole.`,
  'archive-of-other-server': ({ createdAt, madeOn, target }) =>
    `${whichArchive(createdAt)} was made on ${madeOn}, which is another server than ${target}, or has been restarted since.`,
  'archive-expired': ({ keys }) =>
    `${formatCounted(keys, 'key', 'keys')} would have expired by now and ${keys === 1 ? 'is' : 'are'} not restored.`,
  'expired-since': ({ keys }) =>
    `${formatCounted(keys, 'key', 'keys')}, whose TTL was shortened, ${keys === 1 ? 'has' : 'have'} expired since and ${keys === 1 ? 'is' : 'are'} created again.`,
  'archive-restored': ({ createdAt }) => `${whichArchive(createdAt)} is restored already: nothing of it is restored twice.`,
  'limits-changed': ({ owners, examples }) =>
    `${examples.map(({ owner, before, after }) => `${owner}: ${limitText(before)} → ${limitText(after)}`).join(', ')}${owners > examples.length ? ` and ${formatCount(owners - examples.length)} more` : ''}.`,
  'limits-so-already': ({ owners }) => `${formatCounted(owners, 'owner is', 'owners are')} as wanted already.`,
  'limit-below-usage': ({ owners, examples }) =>
    `${formatCounted(owners, 'owner has', 'owners have')} used so much already, and the next request is refused: ${someOf(examples, owners)}.`,
  'limit-no-number': ({ field, owners, examples }) =>
    `${field} of ${formatCounted(owners, 'owner', 'owners')} is no such number, and is left as it is: ${someOf(examples, owners)}.`,
  'limit-kept': ({ owners, examples }) =>
    `${formatCounted(owners, 'owner has', 'owners have')} another limit there, which is kept (--replace replaces it): ${someOf(examples, owners)}.`,
  'limit-unreadable': ({ owners, examples }) =>
    `The ${owners === 1 ? 'key' : 'keys'} of ${formatCounted(owners, 'owner', 'owners')} cannot be read, or ${owners === 1 ? 'has' : 'have'} another type: ${someOf(examples, owners)}.`,
  'limit-of-one-cycle': ({ cycle }) =>
    `The limit is in the key of ${cycle}, and the next cycle begins without it (meter limits copy carries limits over).`,
  'limiters-seeded': ({ seed, offsetMinutes }) =>
    `${SEEDED[seed]} Times in the lists are read as ${utcText(offsetMinutes / 60)}.`,
  'limiters-near': ({ count, subjects }) =>
    `${formatCounted(count, 'list has', 'lists have')} used 80 % of the limit or more: ${someOf(
      subjects.map(({ id, rule, used, capacity }) => `${rule} ${id} ${formatCount(used)}/${formatCount(capacity)}`),
      count,
    )}.`,
  failure: ({ message, suggestions }) => `${message} ${suggestions.join(' ')}`.trim(),
  'plan-says': ({ text }) => text,
};
