import type { Family } from '../../types.js';
import { familiesOf, once, STAYS } from '../family-parts.js';

const EVERY_JOB = 'one entry for each job that ended, for good unless removeOnComplete and removeOnFail say otherwise';

/** Where jobs wait. Bull and BullMQ have these in common. */
export const waiting = familiesOf({ value: 'id', ttl: STAYS, valueClass: 'required', role: 'queue', generic: true }, [
  {
    id: 'jobs.list',
    pattern: 'bull:{queue}:{state}',
    placeholders: {
      queue: { kind: 'segment', dimension: 'queue' },
      state: { kind: 'segment', oneOf: ['wait', 'active', 'paused'] },
    },
    type: 'list',
    breaks: 'Jobs that wait or run are lost.',
    examples: ['bull:mail:wait', 'bull:mail:active', 'bull:mail:paused'],
  },
  {
    id: 'jobs.delayed',
    pattern: 'bull:{queue}:delayed',
    type: 'zset',
    breaks: 'Jobs that wait for their time are lost.',
    examples: ['bull:mail:delayed'],
  },
]);

/** What is kept of jobs that ended. */
export const ended = familiesOf(
  { type: 'zset', value: 'unix-ms', ttl: STAYS, valueClass: 'optional', role: 'log', generic: true },
  [
    {
      id: 'jobs.completed',
      pattern: 'bull:{queue}:completed',
      growth: { bound: 'none', note: EVERY_JOB },
      breaks: 'Jobs that succeeded are not listed; their hashes stay.',
      examples: ['bull:mail:completed'],
    },
    {
      id: 'jobs.failed',
      pattern: 'bull:{queue}:failed',
      growth: { bound: 'none', note: EVERY_JOB },
      breaks: 'Jobs that failed are not listed and cannot be tried again; their hashes stay.',
      examples: ['bull:mail:failed'],
    },
  ],
);

const JOB_FIELDS: NonNullable<Family['fields']> = {
  name: 'text',
  data: 'json',
  opts: 'json',
  timestamp: 'unix-ms',
  delay: 'ms',
  priority: 'count',
};

/** One key for each job, and what belongs to it. */
export const jobs = familiesOf({ ttl: STAYS, valueClass: 'required', generic: true }, [
  {
    id: 'job',
    pattern: 'bull:{queue}:{job}',
    type: 'hash',
    fields: JOB_FIELDS,
    optionalFields: {
      processedOn: 'unix-ms',
      finishedOn: 'unix-ms',
      ats: 'count',
      atm: 'count',
      attemptsMade: 'count',
      returnvalue: 'json',
      failedReason: 'text',
      stacktrace: 'json',
      parent: 'json',
      parentKey: 'id',
      rjk: 'id',
      deid: 'id',
      stc: 'count',
    },
    evidenceFields: ['timestamp', 'opts'],
    role: 'entity',
    breaks: 'The job is lost if it waits; otherwise its result cannot be looked up.',
    examples: ['bull:mail:1', 'bull:mail:9b1c2d3e-0000-4000-8000-000000000000'],
  },
  {
    id: 'job.lock',
    pattern: 'bull:{queue}:{job}:lock',
    type: 'string',
    value: 'id',
    ttl: once(30, 'lockDuration, renewed while the job runs'),
    valueClass: 'operational',
    role: 'lock',
    breaks: 'Another worker may run the job a second time.',
    examples: ['bull:mail:1:lock'],
  },
  {
    id: 'job.logs',
    pattern: 'bull:{queue}:{job}:logs',
    type: 'list',
    value: 'text',
    valueClass: 'optional',
    role: 'log',
    breaks: 'The log of the job is empty.',
    examples: ['bull:mail:1:logs'],
  },
]);

/** Numbers and locks of a queue. */
export const own = familiesOf({ type: 'string', ttl: STAYS, generic: true }, [
  {
    id: 'id',
    pattern: 'bull:{queue}:id',
    value: 'count',
    valueClass: 'required',
    role: 'counter',
    breaks: 'New jobs get the ids of old ones, and are ignored while these exist.',
    examples: ['bull:mail:id'],
  },
  {
    id: 'stalled-check',
    pattern: 'bull:{queue}:stalled-check',
    value: 'unix-ms',
    ttl: once(30, 'stalledInterval'),
    valueClass: 'operational',
    role: 'lock',
    breaks: 'Nothing: the next look for stalled jobs is sooner.',
    harmless: true,
    examples: ['bull:mail:stalled-check'],
  },
  {
    id: 'stalled',
    pattern: 'bull:{queue}:stalled',
    type: 'set',
    value: 'id',
    valueClass: 'operational',
    role: 'lock',
    breaks: 'Jobs of a worker that ended are found later.',
    examples: ['bull:mail:stalled'],
  },
  {
    id: 'limiter',
    pattern: 'bull:{queue}:limiter',
    value: 'count',
    ttl: once(undefined, 'the duration of the limiter'),
    valueClass: 'operational',
    role: 'limiter',
    breaks: 'More jobs may begin in this period.',
    examples: ['bull:mail:limiter'],
  },
  {
    id: 'repeat',
    pattern: 'bull:{queue}:repeat',
    type: 'zset',
    value: 'unix-ms',
    valueClass: 'required',
    role: 'config',
    breaks: 'Jobs that are repeated stop.',
    examples: ['bull:mail:repeat'],
  },
  {
    id: 'repeat.job',
    pattern: 'bull:{queue}:repeat:{schedule}',
    placeholders: { queue: { kind: 'segment', dimension: 'queue' }, schedule: { kind: 'greedy' } },
    type: 'hash',
    valueClass: 'required',
    role: 'config',
    breaks: 'The job is not repeated.',
    examples: ['bull:mail:repeat:daily', 'bull:mail:repeat:81f4b91a20baeebcad3503743cded6d3:1796048760000'],
  },
]);
