import type { Family } from '../../../types.js';
import { utcDate } from '../placeholders.js';
import { varying } from './ttl.js';

const since = '1.1.300';

/** Single requests in full. Written only while the relay settings say so. */
export const requestDetails: Family[] = [
  {
    id: 'request-detail',
    pattern: 'request_detail:item:{id}',
    type: 'string',
    value: 'json',
    ttl: varying('the retention that is set, 6 h unless changed, 720 h at most'),
    grain: 'none',
    valueClass: 'optional',
    role: 'log',
    breaks: 'The details of that request.',
    since,
    examples: ['request_detail:item:mtwetsbcra'],
  },
  {
    id: 'index.request-detail',
    pattern: 'request_detail:index:day:{date}',
    placeholders: { date: utcDate },
    type: 'zset',
    value: 'unix-ms',
    ttl: varying('the retention that is set, and one day more', 'each-write'),
    grain: 'day',
    valueClass: 'operational',
    role: 'index',
    breaks: 'The requests of that day are not listed.',
    since,
    examples: ['request_detail:index:day:2026-11-20'],
  },
  {
    id: 'request-detail.snapshot',
    pattern: 'request_detail:query_snapshot:{id}',
    type: 'string',
    value: 'json',
    ttl: { expires: true, seconds: 30, rearmed: 'never' },
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'One query of request details that is running.',
    since,
    examples: ['request_detail:query_snapshot:0b1f6c1e-6a0f-4a9e-8f4e-2f6f2f0f7a11'],
  },
];
