import type { Operations, Workload, Write, WriteEvent } from '../../operations.js';

const from = 'bull 4.16.5 on Redis 7.0.15, counted by INFO commandstats';

const send = (command: string, family: string | null, count: Write['count'] = 1): Write => ({ command, family, count });
const called = (command: string, family: string | null, count = 1): Write => ({
  ...send(command, family, count),
  inScript: true,
});

type Part = Omit<WriteEvent, 'evidence' | 'from'> & Partial<WriteEvent>;
const event = (part: Part): WriteEvent => ({ evidence: 'measured', from, ...part });

const polls = ({ workers }: Workload): number => 17_280 * workers;
const checks = ({ workers }: Workload): number => 2_880 * workers;
const wholeChecks = ({ queues, workers }: Workload): number => 2_880 * Math.min(queues, workers);

export const operations: Operations = {
  load: { unit: 'jobs', counts: ['queues', 'workers'] },
  conditions: [],
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
        called('HMSET', 'job'),
        called('EXISTS', 'paused'),
        called('LPUSH', 'jobs.list'),
        called('PUBLISH', null),
      ],
    }),
    event({
      id: 'process',
      source: 'process',
      title: 'the job taken by a worker that waited, and ended',
      every: 'request',
      transport: 'sequence',
      writes: [
        send('BRPOPLPUSH', 'jobs.list'),
        send('EVALSHA', 'jobs.list', 3),
        called('RPOPLPUSH', 'jobs.list', 2),
        called('LREM', 'jobs.list'),
        called('HSET', 'job'),
        called('HGET', 'job'),
        called('HMSET', 'job'),
        called('HGETALL', 'job'),
        called('EXISTS', 'job'),
        called('SET', 'job.lock'),
        called('GET', 'job.lock'),
        called('DEL', 'job.lock'),
        called('ZREM', 'jobs.priority'),
        called('ZADD', 'jobs.completed'),
        called('SREM', 'stalled', 2),
        called('PUBLISH', null, 3),
      ],
    }),
    event({
      id: 'poll',
      source: 'idle',
      title: 'workers that wait for a job, every five seconds',
      every: { perDay: polls },
      transport: 'sequence',
      writes: [
        send('BRPOPLPUSH', 'jobs.list'),
        send('EVALSHA', 'jobs.delayed'),
        called('ZRANGE', 'jobs.delayed'),
        called('ZRANGEBYSCORE', 'jobs.delayed'),
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
      writes: [called('SET', 'stalled-check'), called('SMEMBERS', 'stalled'), called('LRANGE', 'jobs.list')],
    }),
  ],
  figures: [
    {
      id: 'add',
      title: 'a job added and processed by a worker that waited',
      commands: 28,
      wire: 5,
      per: 'request',
      shares: {},
      sources: ['add', 'process'],
      evidence: 'measured',
      from,
    },
    {
      id: 'idle',
      title: 'a worker of an empty queue',
      commands: 83_520,
      wire: 37_440,
      per: 'day',
      shares: {},
      sources: ['idle', 'stalled'],
      evidence: 'measured',
      from: 'bull 4.16.5 watched for three minutes: 78 commands sent; those inside scripts are of one poll and one check, taken as often',
    },
  ],
  contents: { job: 400 },
};
