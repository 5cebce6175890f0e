import type { Operations, Workload, Write, WriteEvent } from '../../operations.js';

const from = 'bullmq 5.81.5 and 6.7.0 on Redis 7.0.15, counted by INFO commandstats';

const send = (command: string, family: string | null, count: Write['count'] = 1): Write => ({ command, family, count });
const called = (command: string, family: string, count = 1): Write => ({ ...send(command, family, count), inScript: true });

type Part = Omit<WriteEvent, 'evidence' | 'from'> & Partial<WriteEvent>;
const event = (part: Part): WriteEvent => ({ evidence: 'measured', from, ...part });

/** Each worker asks for a job every five seconds (drainDelay), and looks for stalled jobs every thirty. */
const polls = ({ workers }: Workload): number => 17_280 * workers;
const checks = ({ workers }: Workload): number => 2_880 * workers;
/** Of the workers of a queue, one at a time looks for stalled jobs. */
const wholeChecks = ({ queues, workers }: Workload): number => 2_880 * Math.min(queues, workers);

export const operations: Operations = {
  load: { unit: 'jobs', counts: ['queues', 'workers'] },
  conditions: [
    { id: 'awake', title: 'jobs come so fast that the worker need not wait for them', share: 0 },
    { id: 'listeners', title: 'there is a QueueEvents for each queue', share: 0 },
  ],
  events: [
    event({
      id: 'add',
      source: 'add',
      title: 'a job added',
      every: 'request',
      transport: 'script',
      writes: [
        send('EVALSHA', 'jobs.list'),
        called('INCR', 'id'),
        called('HGET', 'meta'),
        called('HMGET', 'meta'),
        called('HMSET', 'job'),
        called('LPUSH', 'jobs.list'),
        called('ZADD', 'marker'),
        called('XADD', 'events', 2),
      ],
    }),
    event({
      id: 'process',
      source: 'process',
      title: 'the job taken by a worker that waited, and ended',
      every: 'request',
      when: ['!awake'],
      transport: 'sequence',
      writes: [
        send('BZPOPMIN', 'marker', 2),
        send('EVALSHA', 'jobs.list', 3),
        called('RPOPLPUSH', 'jobs.list', 3),
        called('LREM', 'jobs.list'),
        called('LLEN', 'jobs.list', 2),
        called('HGETALL', 'job'),
        called('HMSET', 'job'),
        called('HSET', 'job'),
        called('HINCRBY', 'job', 2),
        called('EXISTS', 'job'),
        called('SET', 'job.lock'),
        called('GET', 'job.lock'),
        called('HGET', 'meta'),
        called('HMGET', 'meta', 4),
        called('ZRANGE', 'jobs.delayed', 2),
        called('ZRANGEBYSCORE', 'jobs.delayed', 3),
        called('ZPOPMIN', 'jobs.prioritized', 2),
        called('ZCARD', 'jobs.prioritized', 2),
        called('ZADD', 'jobs.completed', 2),
        called('DEL', 'marker', 3),
        called('SREM', 'stalled'),
        called('SCARD', 'job.dependencies'),
        called('XADD', 'events', 3),
        called('XTRIM', 'events'),
      ],
    }),
    event({
      id: 'process.next',
      source: 'process',
      title: 'the job ended, and the next one taken in the same step',
      every: 'request',
      when: ['awake'],
      transport: 'script',
      writes: [send('EVALSHA', 'jobs.list'), called('REDIS.CALL', 'jobs.list', 23)],
    }),
    event({
      id: 'poll',
      source: 'idle',
      title: 'workers that wait for a job, every five seconds (drainDelay)',
      every: { perDay: polls },
      transport: 'sequence',
      writes: [
        send('BZPOPMIN', 'marker'),
        send('EVALSHA', 'jobs.list'),
        called('HMGET', 'meta'),
        called('RPOPLPUSH', 'jobs.list'),
        called('ZRANGE', 'jobs.delayed'),
        called('ZRANGEBYSCORE', 'jobs.delayed'),
        called('ZPOPMIN', 'jobs.prioritized'),
        called('DEL', 'marker'),
      ],
    }),
    event({
      id: 'stalled',
      source: 'stalled',
      title: 'workers that ask whether it is time to look for stalled jobs, every 30 seconds (stalledInterval)',
      every: { perDay: checks },
      transport: 'script',
      writes: [send('EVALSHA', 'stalled-check'), called('EXISTS', 'stalled-check')],
    }),
    event({
      id: 'stalled.look',
      source: 'stalled',
      title: 'the look for stalled jobs, by one worker of each queue',
      every: { perDay: wholeChecks },
      transport: 'script',
      writes: [
        called('HGET', 'meta'),
        called('SET', 'stalled-check'),
        called('SMEMBERS', 'stalled'),
        called('LRANGE', 'jobs.list'),
        called('XTRIM', 'events'),
      ],
    }),
    event({
      id: 'listen',
      source: 'listeners',
      title: 'listeners that wait for events, ten seconds at a time',
      every: { perDay: ({ queues }) => 8_640 * queues },
      when: ['listeners'],
      transport: 'sequence',
      writes: [send('XREAD', 'events')],
      evidence: 'read',
      from: 'bullmq 6.7.0',
    }),
  ],
  figures: [
    {
      id: 'add',
      title: 'a job added and processed by a worker that waited',
      commands: 53,
      wire: 6,
      per: 'request',
      shares: {},
      sources: ['add', 'process'],
      evidence: 'measured',
      from,
    },
    {
      id: 'idle',
      title: 'a worker of an empty queue',
      commands: 158_400,
      wire: 37_440,
      per: 'day',
      shares: {},
      sources: ['idle', 'stalled'],
      evidence: 'measured',
      from: 'bullmq 5.81.5 and 6.7.0 watched for three minutes: 78 commands sent; those inside scripts are of one poll and one check, taken as often',
    },
  ],
  contents: { job: 400, events: 120 },
};
