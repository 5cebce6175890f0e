import type { Placeholder } from '../../types.js';

const anId: Placeholder = { kind: 'segment', redact: 'id' };
const aSecret: Placeholder = { kind: 'segment', redact: 'secret' };

/** Ids are segments, not UUIDs: imported and hand-made ones can be any text without a colon. */
export const accountId: Placeholder = { ...anId, dimension: 'account' };
export const keyId: Placeholder = { ...anId, dimension: 'api-key' };
export const userId: Placeholder = { ...anId, dimension: 'user' };

/** For periods in UTC, whatever offset is configured. */
export const utcDate: Placeholder = { kind: 'date', zone: 'utc' };
const utcHour: Placeholder = { kind: 'date-hour', zone: 'utc' };

export const sessionId: Placeholder = anId;

export const placeholders: Record<string, Placeholder> = {
  keyId,
  accountId,
  // Between the id and the period, or to the end. It may contain `:`, `/`, `.`, `@` and `[1m]`.
  model: { kind: 'greedy', dimension: 'model' },
  date: { kind: 'date' },
  month: { kind: 'month' },
  hour: { kind: 'hour' },
  // From 1.1.281 on the start of the key's own week, before that the ISO week.
  period: { kind: 'week-start' },
  minute: { kind: 'minute' },
  utcHour,
  // Milliseconds since the epoch, from the application's rank job.
  ms: { kind: 'integer' },
  uuid: { kind: 'uuid' },
  id: anId,
  apiKeyId: anId,
  ip: { kind: 'ip', redact: 'id' },
  name: { kind: 'greedy', redact: 'id' },
  tag: { kind: 'greedy' },
  // The hash of an API key, or of the start of a conversation.
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
