import type { Family } from '../../../types.js';
import { apiKeyFields, apiKeyOptionalFields } from './api-key-fields.js';
import { DAY, MINUTE, sinceCreation, stays } from './ttl.js';

const keys: Family[] = [
  {
    id: 'api-key',
    pattern: 'apikey:{keyId}',
    type: 'hash',
    fields: apiKeyFields,
    optionalFields: apiKeyOptionalFields,
    fieldReleases: { weeklyResetDay: { since: '1.1.281' }, weeklyResetHour: { since: '1.1.281' } },
    evidenceFields: ['concurrencyLimit', 'rateLimitWindow', 'claudeAccountId'],
    ttl: { expires: true, seconds: 365 * DAY, rearmed: 'each-use', note: 'an API key that is not used for a year expires' },
    grain: 'none',
    valueClass: 'secret',
    role: 'entity',
    breaks: 'The API key stops working, and its usage has no owner any more.',
    examples: ['apikey:0215614b-9d6c-4da3-a43e-17e866b60acb', 'apikey:imported-key-7'],
  },
  {
    id: 'api-key.hash-map',
    pattern: 'apikey:hash_map',
    // Each field is the SHA-256 of an API key, its value the id.
    type: 'hash',
    ttl: stays,
    grain: 'none',
    valueClass: 'secret',
    role: 'index',
    breaks: 'No API key is accepted: every request looks its key up here.',
    examples: ['apikey:hash_map'],
  },
  {
    id: 'api-key.hash',
    pattern: 'apikey_hash:{hash}',
    placeholders: { hash: { kind: 'segment', redact: 'secret' } },
    type: 'hash',
    ttl: stays,
    grain: 'none',
    valueClass: 'secret',
    role: 'index',
    breaks: 'API keys that only this older lookup knows stop working.',
    examples: ['apikey_hash:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  },
];

const list = {
  ttl: stays,
  grain: 'none',
  valueClass: 'operational',
  role: 'index',
  breaks: 'The key list sorts and filters wrongly, until the indexes are built again (delete apikey:index:version and restart).',
} as const;

const byTime = { ...list, type: 'zset', value: 'unix-ms' } as const;
const members = { ...list, type: 'set', value: 'id' } as const;

const lists: Family[] = [
  {
    ...byTime,
    id: 'index.api-key.created',
    pattern: 'apikey:idx:createdAt',
    since: '1.1.263',
    examples: ['apikey:idx:createdAt'],
  },
  {
    ...byTime,
    id: 'index.api-key.used',
    pattern: 'apikey:idx:lastUsedAt',
    since: '1.1.263',
    examples: ['apikey:idx:lastUsedAt'],
  },
  {
    ...list,
    id: 'index.api-key.name',
    pattern: 'apikey:idx:name',
    type: 'zset',
    // All scores are equal: the order is that of the members, lower-case name, NUL, id.
    value: 'count',
    since: '1.1.263',
    examples: ['apikey:idx:name'],
  },
  { ...members, id: 'index.api-key.all', pattern: 'apikey:idx:all', since: '1.1.263', examples: ['apikey:idx:all'] },
  { ...members, id: 'index.api-key.active', pattern: 'apikey:set:active', since: '1.1.263', examples: ['apikey:set:active'] },
  { ...members, id: 'index.api-key.deleted', pattern: 'apikey:set:deleted', since: '1.1.263', examples: ['apikey:set:deleted'] },
  {
    ...members,
    id: 'index.api-key.tags',
    pattern: 'apikey:tags:all',
    value: 'text',
    since: '1.1.263',
    examples: ['apikey:tags:all'],
  },
  {
    ...members,
    id: 'index.api-key.tag',
    pattern: 'apikey:tag:{tag}',
    since: '1.1.263',
    // The last is a tag of two Chinese characters, byte by byte.
    examples: ['apikey:tag:prod', 'apikey:tag:team:eu:west', 'apikey:tag:\xe9\xa2\x84\xe7\xae\x97'],
  },
  {
    ...list,
    id: 'index.api-key.version',
    pattern: 'apikey:index:version',
    type: 'string',
    value: 'count',
    role: 'marker',
    breaks: 'All indexes of API keys are built again at the next start.',
    since: '1.1.263',
    examples: ['apikey:index:version'],
  },
  {
    ...list,
    id: 'index.api-key.temp',
    pattern: 'apikey:tmp:{query}:{uuid}',
    placeholders: { query: { kind: 'segment', oneOf: ['inactive', 'notdeleted', 'tag', 'filter', 'sorted'] } },
    type: 'set',
    alsoTypes: ['zset'],
    ttl: sinceCreation(MINUTE),
    role: 'cache',
    breaks: 'One query of the key list that is running.',
    since: '1.1.263',
    examples: ['apikey:tmp:sorted:361871da-db83-48a9-a444-396ffba7ffda'],
  },
];

export const apiKeys: Family[] = [...keys, ...lists];
