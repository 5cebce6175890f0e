import type { Profile } from '../../types.js';
import { ended, jobs, own, waiting } from '../bullmq/families.js';
import { limiters } from '../bullmq/limiters.js';
import { familiesOf, STAYS } from '../family-parts.js';
import { operations } from './operations.js';

/** What BullMQ does not have. */
const ownFamilies = familiesOf({ ttl: STAYS, valueClass: 'required' }, [
  {
    id: 'jobs.priority',
    pattern: 'bull:{queue}:priority',
    type: 'zset',
    value: 'count',
    role: 'queue',
    breaks: 'Jobs with a priority lose it.',
    generic: true,
    examples: ['bull:mail:priority'],
  },
  {
    id: 'paused',
    pattern: 'bull:{queue}:meta-paused',
    type: 'string',
    value: 'flag',
    role: 'config',
    breaks: 'The queue is no longer paused.',
    examples: ['bull:mail:meta-paused'],
  },
  {
    id: 'meta',
    pattern: 'bull:{queue}:meta',
    type: 'hash',
    optionalFields: { paused: 'flag' },
    role: 'config',
    breaks: 'The queue is no longer paused.',
    generic: true,
    examples: ['bull:mail:meta'],
  },
]);

/** Jobs of n8n (queue jobs) and Claude Code Hub (queues notifications, log-cleanup and user-statistics-reset). */
export const bull: Profile = {
  name: 'bull',
  title: 'Bull',
  readFrom: 'bull 4.16.5, run on Redis 7.0.15',
  placeholders: {
    queue: { kind: 'segment', dimension: 'queue' },
    job: { kind: 'segment' },
  },
  // Bull has no stream of events and no version in its settings.
  together: [['job', 'id']],
  unless: ['bullmq'],
  copy: 'only',
  families: [...waiting, ...ended, ...jobs, ...own, ...ownFamilies],
  operations,
  limiters,
  usageElsewhere: 'Bull keeps jobs, and no usage of models.',
};
