import type { ProfileTexts } from '../../texts.js';
import { sharedFamilies, sharedOperations } from '../bullmq/zh-CN.js';

const ownFamilies: ProfileTexts['families'] = {
  'jobs.priority': '有优先级的任务失去优先级。',
  paused: '队列不再暂停。',
  meta: '队列不再暂停。',
};

const { limiter: _limiter, ...withoutLimiter } = sharedFamilies;

/** Of the queues that an application has made. `id`: before the ids of the families. */
export const queueTexts = (id = ''): ProfileTexts['families'] =>
  Object.fromEntries(Object.entries({ ...withoutLimiter, ...ownFamilies }).map(([own, text]) => [id + own, text]));

export const bullTexts: ProfileTexts = {
  readFrom: 'bull 4.16.5，在 Redis 7.0.15 上运行',
  families: {
    ...sharedFamilies,
    ...ownFamilies,
  },
  operations: { ...sharedOperations, events: { ...sharedOperations.events, poll: 'worker 每五秒等待任务' } },
  usageElsewhere: 'Bull 保存任务，没有模型用量。',
};
