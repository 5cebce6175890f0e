import type { Profile } from '../../types.js';
import { limiters } from '../bullmq/limiters.js';
import { families } from './families.js';
import { operations } from './operations.js';

/** Queues of any name. Those of n8n and of Claude Code Hub are in their profiles. */
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
  families,
  operations,
  limiters,
  usageElsewhere: 'Bull keeps jobs, and no usage of models.',
};
