import type { Placeholder } from '../../types.js';

const anId: Placeholder = { kind: 'segment', redact: 'id' };
const aSecret: Placeholder = { kind: 'segment', redact: 'secret' };

/** Ids are segments, not UUIDs: imported and hand-made ones can be any text without a colon. */
export const accountId: Placeholder = { ...anId, dimension: 'account' };
export const keyId: Placeholder = { ...anId, dimension: 'api-key' };
export const userId: Placeholder = { ...anId, dimension: 'user' };

/** For periods that are written in UTC whatever offset is configured. */
export const utcDate: Placeholder = { kind: 'date', zone: 'utc' };
const utcHour: Placeholder = { kind: 'date-hour', zone: 'utc' };

export const sessionId: Placeholder = anId;

export const placeholders: Record<string, Placeholder> = {
  keyId,
  accountId,
  // Between the id and the period, or to the end: it may hold `:`, `/`, `.`, `@` and `[1m]`.
  model: { kind: 'greedy', dimension: 'model' },
  date: { kind: 'date' },
  month: { kind: 'month' },
  hour: { kind: 'hour' },
  // The start of the key's own week from 1.1.281 on, the ISO week before.
  period: { kind: 'week-start' },
  minute: { kind: 'minute' },
  utcHour,
  // Minted by the application's rank job, milliseconds since the epoch.
  ms: { kind: 'integer' },
  uuid: { kind: 'uuid' },
  id: anId,
  apiKeyId: anId,
  ip: { kind: 'ip', redact: 'id' },
  name: { kind: 'greedy', redact: 'id' },
  tag: { kind: 'greedy' },
  // The hash of an API key or of a conversation's beginning.
  hash: anId,
  token: aSecret,
  sid: aSecret,
  code: aSecret,
  // `p` and `platform`, `type`: the kind of account, such as `claude-console`.
  p: { kind: 'segment' },
  platform: { kind: 'segment' },
  type: { kind: 'segment' },
  endpoint: { kind: 'segment' },
  oauthProvider: { kind: 'segment' },
  status: { kind: 'segment' },
  range: { kind: 'segment', oneOf: ['today', '7days', '30days', 'all'] },
};
