/** Commands that choose a Gemini, Droid or Bedrock account. */
import type { Write, WriteEvent } from '../../../operations.js';
import { all, each, listed, none, since } from './account-lists.js';
import { send } from './writes.js';

const watched = 'MONITOR and commandstats of 1.1.314 with one and three accounts of the kind alone, fake upstream';

/** Each kind is a share of what the kinds before it leave over. */
const BEFORE = ['account', '!console-account', '!ccr-account', '!responses-account'];
const GEMINI = [...BEFORE, 'gemini-account'];
const GEMINI_API = [...BEFORE, '!gemini-account', 'gemini-api-account'];
const DROID = [...BEFORE, '!gemini-account', '!gemini-api-account', 'droid-account'];
const BEDROCK = [...BEFORE, '!gemini-account', '!gemini-api-account', '!droid-account', 'bedrock-account'];

const event = (id: string, title: string, when: readonly string[], writes: readonly Write[]): WriteEvent => ({
  id,
  source: 'scheduling',
  title,
  every: 'request',
  when,
  transport: 'sequence',
  since,
  writes,
  evidence: 'measured',
  from: watched,
});

const unavailable = (count: Write['count']): Write => ({ command: 'TTL', family: 'account.unavailable', count });

/** A request in Gemini's own format names no conversation, so that each one chooses among all accounts. */
const gemini: WriteEvent[] = [
  event('gemini-account', 'the Gemini account read, and its last use written', GEMINI, [
    send('HGETALL', 'account.gemini', 3),
    send('HSET', 'account.gemini', 1, { fields: 2 }),
  ]),
  event(
    'gemini-account.shared-pool',
    'a Gemini account chosen from the shared pool',
    [...GEMINI, 'shared-pool'],
    [
      ...listed('gemini'),
      none('gemini-api'),
      send('SMEMBERS', 'account.shared'),
      each('HGETALL', 'account.gemini', (workload) => 3 * all(workload) - 1),
      unavailable(all),
    ],
  ),
  event('gemini-api-account', 'the Gemini API account read, and its last use written', GEMINI_API, [
    send('HGETALL', 'account.gemini-api', 3),
    send('HSET', 'account.gemini-api', 1, { fields: 1 }),
  ]),
  event(
    'gemini-api-account.shared-pool',
    'a Gemini API account chosen from the shared pool',
    [...GEMINI_API, 'shared-pool'],
    [
      none('gemini'),
      ...listed('gemini-api'),
      send('SMEMBERS', 'account.shared'),
      // Each is looked up among the accounts with OAuth first.
      { ...each('HGETALL', 'account.gemini', all), missing: true },
      each('HGETALL', 'account.gemini-api', (workload) => 3 * all(workload) - 1),
      unavailable(all),
    ],
  ),
];

const droid: WriteEvent[] = [
  event('droid-account', 'the Droid account read, checked and written back, and one of its keys chosen', DROID, [
    send('HGETALL', 'account.droid', 3),
    send('HSET', 'account.droid', 1, { fields: 1 }),
    send('HSET', 'account.droid', 1, { fields: 33 }),
    send('SADD', 'index.account.droid'),
    send('DEL', 'index.account.droid.empty'),
    unavailable(1),
    send('GET', 'sticky-session.droid-key'),
  ]),
  event('droid-account.bound', 'the state of the bound Droid account read again', [...DROID, '!shared-pool'], [unavailable(1)]),
  event(
    'droid-account.shared-pool',
    'a Droid account looked up among all',
    [...DROID, 'shared-pool'],
    [
      ...listed('droid'),
      send('GET', 'sticky-session.droid'),
      each('HGETALL', 'account.droid', (workload) => all(workload) - 1),
      unavailable((workload) => all(workload) - 1),
    ],
  ),
  event(
    'droid-account.conversation',
    'the key of the conversation kept',
    [...DROID, '!new-conversation'],
    [send('TTL', 'sticky-session.droid-key'), send('TTL', 'sticky-session.droid', 1, { when: ['shared-pool'] })],
  ),
  event(
    'droid-account.new-conversation',
    'the key for the conversation noted',
    [...DROID, 'new-conversation'],
    [send('SET', 'sticky-session.droid-key'), send('SET', 'sticky-session.droid', 1, { when: ['shared-pool'] })],
  ),
];

const bedrock: WriteEvent[] = [
  event('bedrock-account', 'the Bedrock account read and checked', BEDROCK, [send('GET', 'account.bedrock', 2), unavailable(1)]),
  event(
    'bedrock-account.shared-pool',
    'the Bedrock account of the conversation looked up in the shared pool',
    [...BEDROCK, 'shared-pool', '!new-conversation'],
    [send('GET', 'session-mapping.claude'), send('TTL', 'session-mapping.claude')],
  ),
  event(
    'bedrock-account.new-conversation',
    'a Bedrock account chosen from the shared pool',
    [...BEDROCK, 'shared-pool', 'new-conversation'],
    [
      send('GET', 'session-mapping.claude'),
      none('claude'),
      none('claude-console'),
      ...listed('bedrock'),
      each('GET', 'account.bedrock', (workload) => all(workload) - 1),
      unavailable((workload) => all(workload) - 1),
      send('SETEX', 'session-mapping.claude'),
    ],
  ),
];

export const otherScheduling: WriteEvent[] = [...gemini, ...droid, ...bedrock];
