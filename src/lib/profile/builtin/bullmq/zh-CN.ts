import type { FamilyTexts, ProfileTexts } from '../../texts.js';

const ended = (breaks: string): FamilyTexts => ({
  breaks,
  growth: '每个结束的任务一条，除非设置 removeOnComplete 和 removeOnFail，否则永久保留',
});

/** Of families that Bull has as well. */
export const sharedFamilies: ProfileTexts['families'] = {
  'jobs.list': '等待和进行中的任务丢失。',
  'jobs.delayed': '定时的任务丢失。',
  'jobs.completed': ended('成功的任务不再列出，其 Hash 仍在。'),
  'jobs.failed': ended('失败的任务不再列出，也无法重试，其 Hash 仍在。'),
  job: '等待中的任务丢失；其他任务的结果无法查询。',
  'job.lock': { breaks: '另一个 worker 可能再次执行该任务。', ttl: 'lockDuration，任务执行期间延长' },
  'job.logs': '任务的日志为空。',
  id: '新任务会用到旧任务的 id，旧任务存在时被忽略。',
  'stalled-check': { breaks: '无影响：下次查找停滞任务会提前。', ttl: 'stalledInterval' },
  stalled: '已退出的 worker 的任务较晚才被发现。',
  limiter: { breaks: '本周期内可开始更多任务。', ttl: 'limiter 的 duration' },
  repeat: '重复的任务停止。',
  'repeat.job': '该任务不再重复。',
};

const figures = {
  add: '添加一个任务，由等待中的 worker 处理',
  idle: '空队列的一个 worker',
};

/** Of events and figures that Bull has as well. */
export const sharedOperations: NonNullable<ProfileTexts['operations']> = {
  events: {
    add: '添加任务',
    process: '等待中的 worker 取走任务并结束',
    stalled: 'worker 每 30 秒查询是否该查找停滞任务（stalledInterval）',
    'stalled.look': '查找停滞任务，每个队列由一个 worker 执行',
  },
  conditions: {},
  notes: {},
  figures,
};

export const bullmqTexts: ProfileTexts = {
  readFrom: 'bullmq 5.81.5（2026-09-10）和 6.7.0（2026-11-04），在 Redis 7.0.15 上运行；taskforcesh/bullmq 352d3c7（6.2.0）',
  families: {
    ...sharedFamilies,
    'jobs.prioritized': '有优先级的任务丢失。',
    'jobs.parents': '等待子任务的任务丢失。',
    marker: '等待中的 worker 晚几秒才发现新任务。',
    meta: '队列不再暂停，限制以代码为准。',
    events: {
      breaks: '期间离线的监听方收不到这些事件。',
      growth: 'streams.events.maxLen，默认约 10,000；按整个节点裁剪，会略多一些',
    },
    'priority-counter': '相同优先级的任务顺序改变。',
    deduplication: { breaks: '同一任务可能再次添加。', ttl: 'deduplication 的 ttl，或没有' },
    metrics: '队列的图表重新开始。',
    'metrics.data': '队列的图表为空。',
    'job.dependencies': '父任务一直等待子任务。',
    'job.children': '父任务看不到子任务的结果。',
    'job.unsuccessful': '父任务看不到哪些子任务失败。',
    relay: { breaks: '传送中的消息丢失。', ttl: '租约会过期，其余保留' },
    'relay.namespaces': '收到下一条消息时重新得知命名空间。',
  },
  operations: {
    ...sharedOperations,
    events: {
      ...sharedOperations.events,
      'process.next': '任务结束，同时取走下一个',
      poll: 'worker 每五秒等待任务（drainDelay）',
      listen: '监听方等待事件，每次 10 秒',
    },
    conditions: {
      awake: '任务来得很快，worker 无需等待',
      listeners: '每个队列都有 QueueEvents',
    },
  },
  usageElsewhere: 'BullMQ 保存任务，没有模型用量。',
};
