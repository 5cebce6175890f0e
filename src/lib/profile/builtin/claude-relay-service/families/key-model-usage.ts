import type { Family } from '../../../types.js';
import { allTimeFields, costFields, costSince, earlyEphemeral, ephemeralFields, lateEphemeral, modelFields } from './fields.js';
import { DAY, sinceWrite, stays } from './ttl.js';

const optionalFields = { ...ephemeralFields, ...costFields };

/** Usage of each API key by model. */
export const keyModelUsage: Family[] = [
  {
    id: 'key-model.daily',
    pattern: 'usage:{keyId}:model:daily:{model}:{date}',
    type: 'hash',
    fields: modelFields,
    optionalFields,
    fieldReleases: { ...earlyEphemeral, ...costSince },
    ttl: sinceWrite(32 * DAY),
    grain: 'day',
    valueClass: 'optional',
    role: 'counter',
    keep: {
      periods: 9,
      reader: 'the backfill of weekly limits, which reads the last 8 days, and the recomputation of costs at start-up',
    },
    breaks: 'Model statistics of keys and the cost line of their daily trend; costs of those days can no longer be recomputed.',
    examples: [
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:daily:claude-opus-4-5-20251101:2026-11-20',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:daily:deepseek/deepseek-r1:free:2026-11-20',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:daily:claude-sonnet-4[1m]:2026-11-20',
      'usage:imported-key-7:model:daily:unknown:2026-11-20',
    ],
  },
  {
    id: 'key-model.monthly',
    pattern: 'usage:{keyId}:model:monthly:{model}:{month}',
    type: 'hash',
    fields: modelFields,
    optionalFields,
    fieldReleases: { ...earlyEphemeral, ...costSince },
    ttl: sinceWrite(365 * DAY),
    grain: 'month',
    valueClass: 'optional',
    role: 'counter',
    keep: { periods: 1, reader: 'the first computation of costs at start-up' },
    breaks: 'Model statistics of keys by month and the public statistics page.',
    examples: [
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:monthly:claude-opus-4-5-20251101:2026-11',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:monthly:deepseek/deepseek-r1:free:2026-11',
    ],
  },
  {
    id: 'key-model.hourly',
    pattern: 'usage:{keyId}:model:hourly:{model}:{hour}',
    type: 'hash',
    fields: modelFields,
    optionalFields,
    fieldReleases: { ...lateEphemeral, ...costSince },
    ttl: sinceWrite(7 * DAY),
    grain: 'hour',
    valueClass: 'optional',
    role: 'counter',
    breaks: 'The cost line in the hourly trend of a key.',
    examples: [
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:hourly:gpt-5:2026-11-20:03',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:hourly:deepseek/deepseek-r1:free:2026-11-20:03',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:hourly:claude-sonnet-4[1m]:2026-11-20:23',
    ],
  },
  {
    id: 'key-model.alltime',
    pattern: 'usage:{keyId}:model:alltime:{model}',
    type: 'hash',
    fields: allTimeFields,
    optionalFields,
    fieldReleases: { ...lateEphemeral, ...costSince },
    ttl: stays,
    grain: 'total',
    valueClass: 'required',
    role: 'counter',
    breaks: 'All-time model tables and costs, and the model filter of the key list.',
    since: '1.1.263',
    examples: [
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:alltime:gemini-2.5-pro',
      'usage:0215614b-9d6c-4da3-a43e-17e866b60acb:model:alltime:deepseek/deepseek-r1:free',
    ],
  },
];
