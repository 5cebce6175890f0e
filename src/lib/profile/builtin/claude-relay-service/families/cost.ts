import type { Family } from '../../../types.js';
import { DAY, sinceWrite, stays } from './ttl.js';

const usd = { type: 'string', value: 'usd', role: 'counter' } as const;

/** Rated cost: the real cost times the rates of the service and of the key. Limits are enforced from it. */
const rated: Family[] = [
  {
    id: 'cost.daily',
    pattern: 'usage:cost:daily:{keyId}:{date}',
    ...usd,
    ttl: sinceWrite(30 * DAY),
    grain: 'day',
    valueClass: 'required',
    keep: { periods: 2, reader: 'the check of the daily cost limit' },
    breaks: 'The daily cost limit of keys is not enforced; older days: costs in the key list and the ranks of 7 and 30 days.',
    since: '1.1.30',
    examples: ['usage:cost:daily:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11-20'],
  },
  {
    id: 'cost.monthly',
    pattern: 'usage:cost:monthly:{keyId}:{month}',
    ...usd,
    ttl: sinceWrite(90 * DAY),
    grain: 'month',
    valueClass: 'required',
    breaks: 'Monthly costs in the key list and the statistics.',
    since: '1.1.30',
    examples: ['usage:cost:monthly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11'],
  },
  {
    id: 'cost.hourly',
    pattern: 'usage:cost:hourly:{keyId}:{hour}',
    ...usd,
    ttl: sinceWrite(7 * DAY),
    grain: 'hour',
    valueClass: 'excess',
    keep: { periods: 1, reader: 'the cost statistics of a key, which return the current hour' },
    breaks: 'Nothing: no screen reads an hour that is over.',
    harmless: true,
    since: '1.1.30',
    examples: ['usage:cost:hourly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11-20:03'],
  },
  {
    id: 'cost.total',
    pattern: 'usage:cost:total:{keyId}',
    ...usd,
    ttl: stays,
    grain: 'total',
    valueClass: 'required',
    breaks: 'The total cost limit of keys is not enforced; the key list and the rank of all time show nothing.',
    since: '1.1.30',
    examples: ['usage:cost:total:0215614b-9d6c-4da3-a43e-17e866b60acb'],
  },
];

const real: Family[] = [
  {
    id: 'cost.real.daily',
    pattern: 'usage:cost:real:daily:{keyId}:{date}',
    ...usd,
    ttl: sinceWrite(30 * DAY),
    grain: 'day',
    valueClass: 'optional',
    breaks: 'The real cost per day in the details of a key.',
    since: '1.1.263',
    examples: ['usage:cost:real:daily:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11-20'],
  },
  {
    id: 'cost.real.total',
    pattern: 'usage:cost:real:total:{keyId}',
    ...usd,
    ttl: stays,
    grain: 'total',
    valueClass: 'required',
    breaks: 'The real cost in the details of a key.',
    since: '1.1.263',
    examples: ['usage:cost:real:total:0215614b-9d6c-4da3-a43e-17e866b60acb'],
  },
];

/** The weekly cost of all Claude models, not only of Opus. Only requests through Claude, console and CCR accounts count. */
const weekly: Family[] = [
  {
    id: 'opus.weekly',
    pattern: 'usage:opus:weekly:{keyId}:{period}',
    ...usd,
    ttl: sinceWrite(14 * DAY),
    grain: 'week',
    valueClass: 'required',
    keep: { periods: 1, reader: 'the check of the weekly cost limit' },
    breaks: 'The weekly cost limit of keys is not enforced.',
    since: '1.1.122',
    examples: [
      'usage:opus:weekly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11-16T00',
      'usage:opus:weekly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-W47',
    ],
  },
  {
    id: 'opus.total',
    pattern: 'usage:opus:total:{keyId}',
    ...usd,
    ttl: stays,
    grain: 'total',
    valueClass: 'required',
    breaks: 'The Claude cost of all time in the details of a key.',
    since: '1.1.122',
    examples: ['usage:opus:total:0215614b-9d6c-4da3-a43e-17e866b60acb'],
  },
  {
    id: 'opus.real.weekly',
    pattern: 'usage:opus:real:weekly:{keyId}:{period}',
    ...usd,
    ttl: sinceWrite(14 * DAY),
    grain: 'week',
    valueClass: 'optional',
    breaks: 'The real Claude cost per week in the details of a key.',
    since: '1.1.263',
    examples: [
      'usage:opus:real:weekly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-11-16T00',
      'usage:opus:real:weekly:0215614b-9d6c-4da3-a43e-17e866b60acb:2026-W47',
    ],
  },
  {
    id: 'opus.real.total',
    pattern: 'usage:opus:real:total:{keyId}',
    ...usd,
    ttl: stays,
    grain: 'total',
    valueClass: 'required',
    breaks: 'The real Claude cost of all time in the details of a key.',
    since: '1.1.263',
    examples: ['usage:opus:real:total:0215614b-9d6c-4da3-a43e-17e866b60acb'],
  },
];

/** The cost of each API key, as decimal strings in USD. */
export const cost: Family[] = [...rated, ...real, ...weekly];
