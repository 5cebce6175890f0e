import { CLAUDE_KINDS } from './conditions.js';
import type { Write, WriteEvent } from '../../../operations.js';
import { plain } from './amounts.js';
import { expire, send } from './writes.js';

const REAL = '1.1.263';
const from = 'commandstats of 1.1.314 and 1.1.250';

const add = (family: string): Write => send('INCRBYFLOAT', family, 1, { amount: 'cost' });
const addReal = (family: string): Write => send('INCRBYFLOAT', family, 1, { amount: 'real-cost', since: REAL });

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
      add('cost.daily'),
      add('cost.monthly'),
      add('cost.hourly'),
      add('cost.total'),
      addReal('cost.real.total'),
      addReal('cost.real.daily'),
      ...expire(['cost.daily', 'cost.monthly', 'cost.hourly']),
      ...expire(['cost.real.daily'], { since: REAL }),
    ],
    amounts: plain,
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
    when: ['cost', 'claude-account', 'opus', 'details'],
    transport: 'pipeline',
    since: '1.1.122',
    until: '1.1.262',
    writes: [add('opus.weekly'), add('opus.total'), ...expire(['opus.weekly'])],
    amounts: plain,
    evidence: 'read',
    from: 'sources of 1.1.122 to 1.1.262',
  },
  {
    id: 'weekly-cost',
    source: 'weekly-cost',
    title: 'weekly cost of the API key, of Claude models',
    every: 'request',
    when: ['cost', 'claude-account', ...CLAUDE_KINDS],
    transport: 'pipeline',
    since: REAL,
    writes: [
      add('opus.weekly'),
      add('opus.total'),
      addReal('opus.real.weekly'),
      addReal('opus.real.total'),
      ...expire(['opus.weekly', 'opus.real.weekly']),
    ],
    amounts: plain,
    evidence: 'measured',
    from: 'commandstats of 1.1.314',
  },
];
