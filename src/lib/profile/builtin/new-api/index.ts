import type { Profile } from '../../types.js';
import { client } from './client.js';
import { caches } from './caches.js';
import { limiterFamilies } from './limiter-families.js';
import { limiters } from './limiters.js';
import { consistency } from './invariants.js';
import { operations } from './operations.js';

/** Redis holds only limiters and caches. Usage statistics are in the SQL database. */
export const newApi: Profile = {
  name: 'new-api',
  title: 'New API',
  readFrom:
    'QuantumNous/new-api: generation G1 up to 2026-07-19, generation G2 from 2026-08-11 on; names of 2025-04 from Calcium-Ion/new-api ef8ae4d and Veloera 8117f30',
  // Generations of the schema. Releases in between mix the two.
  versions: { oldest: 'G1', newest: 'G2' },
  placeholders: {
    ip: { kind: 'ip', redact: 'id' },
    mark: { kind: 'segment' },
    scope: { kind: 'segment' },
    uid: { kind: 'integer', dimension: 'user' },
    id: { kind: 'integer', dimension: 'user' },
    hmac: { kind: 'hex', redact: 'id' },
    model: { kind: 'greedy', dimension: 'model' },
    group: { kind: 'segment' },
    // Start of the bucket in seconds since the epoch. A bucket is an hour long unless configured.
    bucketTs: { kind: 'integer' },
    notice: { kind: 'segment' },
    // YYYYMMDDHH
    clock: { kind: 'integer' },
    rest: { kind: 'greedy', redact: 'id' },
  },
  // Users, keys and bills are in its SQL database.
  copy: 'cache',
  families: [...limiterFamilies, ...caches],
  fingerprints: [
    { since: 'G1', family: 'token', sign: 'token:* is a hash' },
    { since: 'G2', family: 'ip-limit.window', sign: 'rateLimit:v2:ip:* exists' },
    { since: 'G2', family: 'user-limit.window', sign: 'rateLimit:v2:user:* exists' },
    { since: 'G2', family: 'auth.version', sign: 'auth:user:version:* exists' },
  ],
  operations,
  consistency,
  limiters,
  client,
  usageElsewhere:
    'Usage is counted in the SQL database of New API (tables logs and quota_data): Redis holds only limiters and caches.',
};
