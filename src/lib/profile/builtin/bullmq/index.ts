import type { Profile } from '../../types.js';
import { ended, jobs, own, waiting } from './families.js';
import { limiters } from './limiters.js';
import { operations } from './operations.js';
import { ownFamilies } from './own-families.js';

/** Jobs of Langfuse, Flowise, FastGPT and others. It needs a server that does not evict. */
export const bullmq: Profile = {
  name: 'bullmq',
  title: 'BullMQ',
  readFrom: 'bullmq 5.81.5 (2026-09-10) and 6.7.0 (2026-11-04), run on Redis 7.0.15; taskforcesh/bullmq 352d3c7 (6.2.0)',
  versions: { oldest: '5.0', newest: '6.7.0' },
  placeholders: {
    queue: { kind: 'segment', dimension: 'queue' },
    job: { kind: 'segment' },
    name: { kind: 'greedy', redact: 'id' },
    outcome: { kind: 'segment', oneOf: ['completed', 'failed'] },
  },
  copy: 'only',
  families: [...waiting, ...ended, ...jobs, ...own, ...ownFamilies],
  operations,
  limiters,
  usageElsewhere: 'BullMQ keeps jobs, and no usage of models.',
};
