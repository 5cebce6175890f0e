/** Queues as BullMQ 5 and 6 and Bull 4 leave them, in the shapes of keys that their workers made. */
import { digest, hash, list, set, stream, text, times, zset, type MadeKey } from './made-keys.js';

const AT = 1_796_048_000_000;

const job = (queue: string, id: string, more: Record<string, string | number> = {}): MadeKey =>
  hash('job', `bull:${queue}:${id}`, {
    name: 'send',
    data: '{"x":1}',
    opts: '{"attempts":0}',
    timestamp: AT,
    delay: 0,
    priority: 0,
    ...more,
  });

const ids = (count: number): string[] => times(count, (at) => String(at + 1));

const done = { processedOn: AT + 5, finishedOn: AT + 9, returnvalue: '1' };

function common(queue: string, jobs: number): MadeKey[] {
  const all = ids(jobs);
  return [
    text('id', `bull:${queue}:id`, jobs),
    text('stalled-check', `bull:${queue}:stalled-check`, AT, 30),
    set('stalled', `bull:${queue}:stalled`, ['1']),
    list('jobs.list', `bull:${queue}:wait`, ['1']),
    list('jobs.list', `bull:${queue}:active`, ['2']),
    list('jobs.list', `bull:${queue}:paused`, ['3']),
    zset('jobs.delayed', `bull:${queue}:delayed`, [['4', AT * 4096]]),
    zset(
      'jobs.completed',
      `bull:${queue}:completed`,
      all.slice(4).map((id) => [id, AT] as const),
    ),
    zset('jobs.failed', `bull:${queue}:failed`, [['5', AT]]),
    text('job.lock', `bull:${queue}:2:lock`, 'token:1', 30),
    list('job.logs', `bull:${queue}:2:logs`, ['started']),
    text('limiter', `bull:${queue}:limiter`, 1, 60),
    zset('repeat', `bull:${queue}:repeat`, [['daily', AT]]),
  ];
}

const bullmqQueue = (queue: string, jobs: number): MadeKey[] => [
  ...common(queue, jobs),
  ...ids(jobs).map((id) => job(queue, id, { ats: 1, atm: 1, ...done })),
  hash('meta', `bull:${queue}:meta`, { 'opts.maxLenEvents': 10_000, version: 'bullmq:6.7.0' }),
  stream('events', `bull:${queue}:events`, [{ event: 'added', jobId: '1' }, { event: 'drained' }]),
  zset('marker', `bull:${queue}:marker`, [['0', 0]]),
  zset('jobs.prioritized', `bull:${queue}:prioritized`, [['6', 1]]),
  zset('jobs.parents', `bull:${queue}:waiting-children`, [['7', AT]]),
  text('priority-counter', `bull:${queue}:pc`, 1),
  text('deduplication', `bull:${queue}:de:welcome`, '1', 60),
  hash('metrics', `bull:${queue}:metrics:completed`, { count: 5, prevTS: AT, prevCount: 4 }),
  list('metrics.data', `bull:${queue}:metrics:completed:data`, ['1']),
  hash('repeat.job', `bull:${queue}:repeat:daily`, { name: 'send', every: 60_000, ic: 3 }),
  job(queue, `custom-${digest(queue).slice(0, 8)}`),
  set('job.dependencies', `bull:${queue}:7:dependencies`, ['bull:mail:8']),
  hash('job.children', `bull:${queue}:7:processed`, { 'bull:mail:8': '1' }),
  hash('job.children', `bull:${queue}:7:failed`, { 'bull:mail:9': 'no' }),
  zset('job.unsuccessful', `bull:${queue}:7:unsuccessful`, [['bull:mail:9', AT]]),
];

export const bullmqKeys = (): MadeKey[] => [
  ...bullmqQueue('ingestion-queue', 40),
  ...bullmqQueue('otel-ingestion-queue-2', 10),
  hash('relay', 'bull::relay:{jobs}:nodes', { node: '1' }),
  set('relay.namespaces', 'bull::relay:namespaces', ['jobs']),
];

const bullQueue = (queue: string, jobs: number): MadeKey[] => [
  ...common(queue, jobs),
  ...ids(jobs).map((id) => job(queue, id, { attemptsMade: 1, ...done })),
  zset('jobs.priority', `bull:${queue}:priority`, [['6', 3]]),
  hash('repeat.job', `bull:${queue}:repeat:${digest(queue).slice(0, 32)}:${AT}`, {
    name: 'send',
    data: '{}',
    opts: '{}',
    timestamp: AT,
  }),
  text('paused', `bull:${queue}:meta-paused`, 1),
  hash('meta', `bull:${queue}:meta`, { paused: 1 }),
];

/** Queues of nobody that is known. */
export const bullKeys = (): MadeKey[] => [...bullQueue('mail', 30), ...bullQueue('reports', 5)];

const unlimited = (keys: readonly MadeKey[]): MadeKey[] => keys.filter(({ family }) => family !== 'limiter');

export const n8nKeys = (): MadeKey[] => unlimited(bullQueue('jobs', 30));

export const hubQueues = (): MadeKey[] =>
  unlimited([...bullQueue('notifications', 5), ...bullQueue('log-cleanup', 5)]).map((key) => ({
    ...key,
    family: `queue.${key.family}`,
  }));
