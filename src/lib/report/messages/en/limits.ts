import { formatCounted } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import { amountText } from '../../amounts.js';
import { labelText } from '../../usage/tables.js';
import type { LimitsMessages } from '../limits.js';
import { report } from './limits-report.js';

const resets = (at: string): string => (at === '' ? '' : `, resets ${at}`);

export const limits: LimitsMessages = {
  report,
  gate: (id) => id,
  near: (percent) => `limits of which ${percent} or more is used`,
  unlimited: (subjects) =>
    subjects
      .map(({ unlimited, subjects: all, title, titles }) => `${unlimited} of ${formatCounted(all, title, titles)}`)
      .join(', '),
  reasons: { text: 'the text is no such number', refused: 'the key is not readable, or has another type' },
  settable: 'The limit is changed by code, and in no administration.',
  enforced: (by, when) => `Requests are refused by: ${by}, ${when}.`,
  nobody: 'Requests are refused by nobody.',
  tested: {
    before: (compare) => `while used ${compare} allowed before the request`,
    counted: (compare) => `while used ${compare} allowed with the request itself`,
  },
  notes: {
    ignored: ({ params: { limit, field, because, subjects } }) =>
      `${limit}: the application ignores ${field} of ${formatCounted(subjects, 'owner', 'owners')} because of ${because}.`,
    'not-stored': ({ params: { limit, why } }) => `${limit}: ${why}`,
    'not-enforced': ({ params: { limit, where } }) => `${limit}: ${where}`,
    'assumed-release': ({ params: { limits: titles } }) =>
      `Several releases fit the data, and decide differently: ${titles.join(', ')} is shown as the newest of them decides. --profile NAME@VERSION names another.`,
    'other-cycles': ({ params: { cycles, count } }) =>
      `${formatCounted(count, 'billing cycle is', 'billing cycles are')} not named after a day, and not shown here: ${cycles.join(', ')}${count > cycles.length ? ', …' : ''} (--cycle NAME shows one).`,
    'not-carried': ({ params: { subjects, examples } }) =>
      `${formatCounted(subjects, 'owner', 'owners')} had a limit yesterday and ${subjects === 1 ? 'has' : 'have'} none today: ${examples.map((label) => labelText(label, 'entity', 'owner')).join(', ')}${subjects > examples.length ? ', …' : ''}. The limit is in the key of the day, and every request is allowed without it.`,
    lowered: ({ params: { limit, unit, subjects, examples } }) =>
      `${limit}: a start of the application has set it below what was used, and what is shown is what is enforced: ${examples.map(({ subject, used, lasting }) => `${labelText(subject, 'entity', 'owner')} ${amountText(unit, used)} instead of ${amountText(unit, lasting)}`).join(', ')}${subjects > examples.length ? ` and ${subjects - examples.length} more` : ''}.`,
    'assumed-offset': ({ params: { utcOffset } }) =>
      `The data do not show the application's UTC offset. ${utcText(utcOffset)} is assumed. Set --utc-offset to be certain.`,
    'other-applications': ({ params: { names } }) => `Also here: ${names.join(', ')}. --profile NAME shows its limits.`,
  },
  check: {
    closed: (owner, why) => `${owner}: refused, ${why}.`,
    reached: (owner, { title, used, allowed, resets: at }) => `${owner}: refused, ${title} ${used} of ${allowed}${resets(at)}.`,
    wouldBe: (owner, { title, used, allowed, resets: at }) =>
      `${owner}: would be refused after that, ${title} ${used} of ${allowed} now${resets(at)}.`,
    unknown: (owner, count) =>
      `${owner}: not known, ${formatCounted(count, 'limit', 'limits')} cannot be judged (meter limits shows why).`,
    allowed: (owner, figures, unrelated) =>
      `${owner}: allowed${figures === null ? ', no limit is set' : `; nearest: ${figures.title} ${figures.used} of ${figures.allowed}, ${figures.percent}${resets(figures.resets)}`}${unrelated ? '; no limit counts that unit' : ''}.`,
  },
};
