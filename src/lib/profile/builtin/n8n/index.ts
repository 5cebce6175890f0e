import type { Profile } from '../../types.js';
import { familiesOfQueues } from '../bull/families.js';
import { operations } from '../bull/operations.js';

const QUEUE = 'jobs';

/** Executions of workflows in queue mode: one queue of Bull. Everything else is in its database. */
export const n8n: Profile = {
  name: 'n8n',
  title: 'n8n (queue mode)',
  readFrom: 'n8n 2.x: packages/cli/src/scaling/constants.ts and scaling.service.ts; bull 4.16.5, run on Redis 7.0.15',
  placeholders: {},
  together: [['job', 'id']],
  // A queue of this name that BullMQ has made.
  unlessKeys: [`bull:${QUEUE}:events`, `bull:${QUEUE}:marker`],
  copy: 'only',
  families: familiesOfQueues([QUEUE]),
  operations: { ...operations, load: { unit: 'jobs', counts: ['workers'] } },
  usageElsewhere: 'n8n keeps executions in its database, and no usage of models.',
};
