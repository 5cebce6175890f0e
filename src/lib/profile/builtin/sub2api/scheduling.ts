import { familiesOf, once, renewed, STAYS } from '../family-parts.js';

const rebuilt = 'Nothing for long: the scheduler reads the accounts from the database again.';

const accounts = familiesOf({ type: 'string', ttl: STAYS, role: 'cache', breaks: rebuilt }, [
  {
    id: 'sched.account',
    pattern: 'sched:acc:{account}',
    value: 'secret',
    valueClass: 'secret',
    breaks: 'Nothing for long. It holds the credentials of the account in plain text, and never expires.',
    examples: ['sched:acc:54'],
  },
  { id: 'sched.meta', pattern: 'sched:meta:{account}', value: 'secret', valueClass: 'secret', examples: ['sched:meta:54'] },
  {
    id: 'sched.last-used',
    pattern: 'sched:acc:last_used:{account}',
    value: 'unix-ms',
    valueClass: 'operational',
    breaks: 'The scheduler does not know which account rested longest.',
    examples: ['sched:acc:last_used:54'],
  },
]);

const buckets = familiesOf({ ttl: STAYS, valueClass: 'operational', role: 'marker', breaks: rebuilt }, [
  {
    id: 'sched.bucket',
    pattern: 'sched:{state}:{group}:{platform}:{mode}',
    type: 'string',
    value: 'count',
    examples: ['sched:ready:2:anthropic:single', 'sched:ver:2:openai:mixed'],
  },
  {
    id: 'sched.snapshot',
    pattern: 'sched:{group}:{platform}:{mode}:v{version}',
    type: 'zset',
    value: 'count',
    role: 'cache',
    // The active version has no TTL, a replaced one has 60 s. A replaced one without a TTL was left behind.
    ttl: { expires: true, seconds: 60, rearmed: 'never', orStays: true, note: 'only once it is replaced' },
    examples: ['sched:2:anthropic:single:v17'],
  },
  { id: 'sched.buckets', pattern: 'sched:buckets', type: 'set', value: 'id', role: 'index', examples: ['sched:buckets'] },
  { id: 'sched.watermark', pattern: 'sched:outbox:watermark', type: 'string', value: 'id', examples: ['sched:outbox:watermark'] },
]);

const locks = familiesOf({ type: 'string', valueClass: 'operational', role: 'lock' }, [
  {
    id: 'sched.lock',
    pattern: 'sched:lock:{group}:{platform}:{mode}',
    value: 'id',
    ttl: once(undefined, 'as long as one process rebuilds the list'),
    breaks: 'Two processes may rebuild the same list.',
    examples: ['sched:lock:2:openai:mixed'],
  },
  {
    id: 'sched.group-lock',
    pattern: 'sched:group:lifecycle-lock:{group}',
    value: 'id',
    ttl: once(undefined, 'as long as the group is changed'),
    breaks: 'Two changes of a group may meet.',
    examples: ['sched:group:lifecycle-lock:2'],
  },
  {
    id: 'queue.lock',
    pattern: 'umq:{{{account}}}:lock',
    value: 'id',
    ttl: once(120),
    leak: {
      seconds: 120,
      note: 'a request holds the lock of its account for two minutes at most; the queue of the account waits for it',
    },
    breaks: 'Two requests may use the account at once.',
    examples: ['umq:{54}:lock'],
  },
  {
    id: 'queue.last',
    pattern: 'umq:{{{account}}}:last',
    value: 'unix-ms',
    ttl: renewed(60),
    role: 'marker',
    breaks: 'The next request of the account does not wait for its turn.',
    examples: ['umq:{54}:last'],
  },
  {
    id: 'queue.index',
    pattern: 'umq:lock:index',
    type: 'zset',
    value: 'unix-ms',
    ttl: STAYS,
    role: 'index',
    breaks: 'Locks that nobody gives back are not found.',
    examples: ['umq:lock:index'],
  },
  {
    id: 'leader',
    pattern: 'leader:lock:{job}',
    value: 'id',
    ttl: once(undefined, '90 to 1800 s, by job'),
    breaks: 'Two processes may run the same job.',
    generic: true,
    examples: ['leader:lock:usage-cleanup'],
  },
  {
    id: 'leader.ops',
    pattern: 'ops:{job}:leader',
    placeholders: {
      job: {
        kind: 'greedy',
        oneOf: [
          'metrics:collector',
          'aggregation:hourly',
          'aggregation:daily',
          'alert:evaluator',
          'cleanup',
          'scheduled_reports',
        ],
      },
    },
    value: 'id',
    ttl: once(undefined, '90 to 1800 s, by job'),
    breaks: 'Two processes may run the same job.',
    generic: true,
    examples: ['ops:metrics:collector:leader', 'ops:cleanup:leader'],
  },
  {
    id: 'leader.dashboard',
    pattern: 'dashboard:aggregation:leader',
    value: 'id',
    ttl: once(undefined, '90 to 1800 s'),
    breaks: 'Two processes may run the same job.',
    generic: true,
    examples: ['dashboard:aggregation:leader'],
  },
]);

const health = familiesOf({ type: 'string', value: 'count', valueClass: 'operational', role: 'counter', generic: true }, [
  {
    id: 'account.errors',
    pattern: '{error}:account:{account}',
    placeholders: {
      error: { kind: 'segment', oneOf: ['timeout_count', 'openai_403_count', 'internal500_count'] },
    },
    ttl: renewed(undefined, 'the window of the count'),
    breaks: 'The account is paused later than it should be.',
    examples: ['timeout_count:account:54', 'openai_403_count:account:54'],
  },
  {
    id: 'account.paused',
    pattern: 'temp_unsched:account:{account}',
    value: 'json',
    role: 'marker',
    ttl: once(undefined, 'the pause'),
    breaks: 'The account is used again before its pause has ended.',
    examples: ['temp_unsched:account:54'],
  },
  {
    id: 'key-health',
    pattern: 'openai_apikey_health:{{{account}}}:failures',
    type: 'zset',
    value: 'unix-ms',
    ttl: renewed(undefined, 'the window of the count'),
    breaks: 'Failures of the account are forgotten.',
    generic: false,
    examples: ['openai_apikey_health:{54}:failures'],
  },
  {
    id: 'key-health.sequence',
    pattern: 'openai_apikey_health:{{{account}}}:failures:sequence',
    ttl: renewed(undefined, 'the window of the count'),
    breaks: 'Failures of the account are counted from one again.',
    generic: false,
    examples: ['openai_apikey_health:{54}:failures:sequence'],
  },
]);

export const scheduling = [...accounts, ...buckets, ...locks, ...health];
