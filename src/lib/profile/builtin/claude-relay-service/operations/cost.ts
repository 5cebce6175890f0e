import type { WriteEvent } from '../../../operations.js';
import { send } from './writes.js';

const REAL = '1.1.263';
const from = 'commandstats of 1.1.314 and 1.1.250';

/** Commands that record the cost of a request, for the limits of its API key. */
export const costs: WriteEvent[] = [
  {
    id: 'daily-cost',
    source: 'daily-cost',
    title: 'cost of the API key',
    every: 'request',
    when: ['cost'],
    transport: 'parallel',
    since: '1.1.30',
    writes: [
      send('INCRBYFLOAT', 'cost.daily'),
      send('INCRBYFLOAT', 'cost.monthly'),
      send('INCRBYFLOAT', 'cost.hourly'),
      send('INCRBYFLOAT', 'cost.total'),
      send('INCRBYFLOAT', 'cost.real.total', 1, { since: REAL }),
      send('INCRBYFLOAT', 'cost.real.daily', 1, { since: REAL }),
      send('EXPIRE', 'cost.daily'),
      send('EXPIRE', 'cost.monthly'),
      send('EXPIRE', 'cost.hourly'),
      send('EXPIRE', 'cost.real.daily', 1, { since: REAL }),
    ],
    evidence: 'measured',
    from,
  },
  {
    id: 'cost-settings',
    source: 'daily-cost',
    title: 'rates and settings, when not read within the last minute',
    every: 'request',
    when: ['cold-settings'],
    transport: 'sequence',
    since: REAL,
    writes: [send('GET', 'settings.service-rates'), send('GET', 'settings.relay')],
    evidence: 'measured',
    from: 'commandstats of 1.1.314',
  },
  {
    id: 'weekly-cost.opus',
    source: 'weekly-cost',
    title: 'weekly cost of the API key, of Opus models only',
    every: 'request',
    when: ['cost', 'account', 'claude-account', 'opus', 'known-key'],
    transport: 'pipeline',
    since: '1.1.122',
    until: '1.1.262',
    writes: [send('INCRBYFLOAT', 'opus.weekly'), send('INCRBYFLOAT', 'opus.total'), send('EXPIRE', 'opus.weekly')],
    evidence: 'read',
    from: 'sources of 1.1.122 to 1.1.262',
  },
  {
    id: 'weekly-cost',
    source: 'weekly-cost',
    title: 'weekly cost of the API key, of Claude models',
    every: 'request',
    when: ['cost', 'account', 'claude-account', 'known-key', '!responses-account'],
    transport: 'pipeline',
    since: REAL,
    writes: [
      send('INCRBYFLOAT', 'opus.weekly'),
      send('INCRBYFLOAT', 'opus.real.weekly'),
      send('INCRBYFLOAT', 'opus.total'),
      send('INCRBYFLOAT', 'opus.real.total'),
      send('EXPIRE', 'opus.weekly'),
      send('EXPIRE', 'opus.real.weekly'),
    ],
    evidence: 'measured',
    from: 'commandstats of 1.1.314',
  },
];
