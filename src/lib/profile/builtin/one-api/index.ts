import type { Family, Profile } from '../../types.js';
import { addressLimiters } from './address-limiters.js';
import { client } from './client.js';
import { consistency } from './invariants.js';
import { limiters } from './limiters.js';
import { operations } from './operations.js';

/** SYNC_FREQUENCY sets the TTL of every cache. */
const cacheTtl = (note: string): Family['ttl'] => ({ expires: true, rearmed: 'never', note });
const SYNC = 'SYNC_FREQUENCY, 600 s unless set';

const caches: Family[] = [
  {
    id: 'token',
    pattern: 'token:{key}',
    type: 'string',
    value: 'secret',
    ttl: cacheTtl(SYNC),
    grain: 'none',
    valueClass: 'secret',
    role: 'cache',
    breaks: 'Nothing for long: the next request reads the token from the database again.',
    harmless: true,
    generic: true,
    secretInName: 'the API key itself',
    examples: ['token:EXAMPLEexampleEXAMPLEexampleEXAMPLEexampleEXAMPL0'],
  },
  {
    id: 'user-group',
    pattern: 'user_group:{id}',
    type: 'string',
    value: 'text',
    ttl: cacheTtl(SYNC),
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'Nothing: the application reads it from the database again.',
    harmless: true,
    examples: ['user_group:7'],
  },
  {
    id: 'user-quota',
    pattern: 'user_quota:{id}',
    type: 'string',
    value: 'count',
    ttl: cacheTtl(
      `${SYNC}; a charge on an expired key creates a negative one without a TTL, which the user's next request replaces`,
    ),
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'Nothing: the application reads it from the database again.',
    harmless: true,
    examples: ['user_quota:7'],
  },
  {
    id: 'user-enabled',
    pattern: 'user_enabled:{id}',
    type: 'string',
    value: 'flag',
    ttl: cacheTtl(SYNC),
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'Nothing: the application reads it from the database again.',
    harmless: true,
    examples: ['user_enabled:7'],
  },
  {
    id: 'group-models',
    pattern: 'group_models:{group}',
    type: 'string',
    value: 'text',
    ttl: cacheTtl(SYNC),
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: 'Nothing: the application reads it from the database again.',
    harmless: true,
    examples: ['group_models:default'],
  },
];

export const oneApi: Profile = {
  name: 'one-api',
  title: 'One API',
  readFrom: 'songquanpeng/one-api, main branch, August 2026',
  placeholders: {
    ip: { kind: 'ip', redact: 'id' },
    // The API key itself, without its sk- prefix.
    key: { kind: 'segment', redact: 'secret' },
    id: { kind: 'integer', dimension: 'user' },
    group: { kind: 'greedy' },
  },
  // Users, keys and bills are in its SQL database.
  copy: 'cache',
  families: [...addressLimiters, ...caches],
  operations,
  consistency,
  limiters,
  client,
  usageElsewhere: 'Usage is counted in the SQL database of One API (table logs): Redis holds only limiters and caches.',
};
