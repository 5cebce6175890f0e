import { libraryProfile } from './library.js';

const STAYS = {
  expires: true,
  rearmed: 'each-write',
  orStays: true,
  note: 'groups: timeout, 300 s unless set; others stay',
} as const;
const job = [
  ['EXISTS', 3],
  ['HMGET', 7],
  ['HGET', 1],
  ['HSET', 3],
  ['HDEL', 2],
  ['HINCRBY', 5],
] as const;
const jobSets = [
  ['ZADD', 5],
  ['ZINCRBY', 2],
  ['ZRANGE', 1],
  ['ZRANGEBYSCORE', 6],
  ['ZREMRANGEBYSCORE', 1],
  ['ZSCORE', 3],
] as const;

const many = (calls: readonly (readonly [string, number])[]): string[] =>
  calls.flatMap(([command, count]) => Array.from({ length: count }, () => command));

export const bottleneck = libraryProfile({
  name: 'bottleneck',
  title: 'Bottleneck',
  readFrom: 'bottleneck 2.19.5, run on Redis 7.0.15',
  placeholders: { key: { kind: 'greedy', redact: 'id' } },
  families: [
    {
      id: 'settings',
      pattern: 'b_{key}_settings',
      type: 'hash',
      fields: { maxConcurrent: 'count', minTime: 'ms', nextRequest: 'unix-ms', running: 'count', done: 'count' },
      evidenceFields: ['nextRequest'],
      ttl: STAYS,
      examples: ['b_mail_settings'],
    },
    {
      id: 'running',
      pattern: 'b_{key}_client_running',
      type: 'zset',
      ttl: STAYS,
      generic: true,
      role: 'counter',
      examples: ['b_mail_client_running'],
    },
    {
      id: 'queued',
      pattern: 'b_{key}_client_num_queued',
      type: 'hash',
      ttl: STAYS,
      generic: true,
      role: 'counter',
      examples: ['b_mail_client_num_queued'],
    },
    {
      id: 'registered',
      pattern: 'b_{key}_client_last_registered',
      type: 'zset',
      ttl: STAYS,
      generic: true,
      role: 'index',
      examples: ['b_mail_client_last_registered'],
    },
    {
      id: 'seen',
      pattern: 'b_{key}_client_last_seen',
      type: 'zset',
      ttl: STAYS,
      generic: true,
      role: 'index',
      examples: ['b_mail_client_last_seen'],
    },
    {
      id: 'weights',
      pattern: 'b_{key}_job_weights',
      type: 'hash',
      ttl: STAYS,
      generic: true,
      role: 'counter',
      examples: ['b_mail_job_weights'],
    },
    {
      id: 'expirations',
      pattern: 'b_{key}_job_expirations',
      type: 'zset',
      ttl: STAYS,
      generic: true,
      role: 'index',
      examples: ['b_mail_job_expirations'],
    },
    {
      id: 'clients',
      pattern: 'b_{key}_job_clients',
      type: 'hash',
      ttl: STAYS,
      generic: true,
      role: 'index',
      examples: ['b_mail_job_clients'],
    },
  ],
  limiters: [
    {
      id: 'jobs',
      rule: 'bottleneck',
      title: 'jobs at once, and the time between two',
      family: 'settings',
      counting: { kind: 'other', note: 'the settings are in the hash: maxConcurrent, minTime, reservoir, and running' },
      checks: [
        {
          when: 'a job',
          commands: ['EVALSHA', 'EVALSHA', 'EVALSHA'],
          inScript: [...many(job), ...many(jobSets), 'PUBLISH'],
          roundTrips: 3,
        },
      ],
      denials: 'nothing',
      onError: { policy: 'caller', note: 'The job is rejected with the error.' },
      faults: [
        'An idle limiter sends a script every five seconds: 17,280 a day.',
        'Keys of a limiter that nobody uses any more stay.',
      ],
    },
  ],
});
