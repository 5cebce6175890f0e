import type { Family } from '../../types.js';
import { ended, jobs, own, waiting } from '../bullmq/families.js';
import { familiesOf, STAYS } from '../family-parts.js';

/** What BullMQ does not have. */
const ownFamilies = familiesOf({ ttl: STAYS, valueClass: 'required' }, [
  {
    id: 'jobs.priority',
    pattern: 'bull:{queue}:priority',
    type: 'zset',
    value: 'count',
    role: 'queue',
    breaks: 'Jobs with a priority lose it.',
    generic: true,
    examples: ['bull:mail:priority'],
  },
  {
    id: 'paused',
    pattern: 'bull:{queue}:meta-paused',
    type: 'string',
    value: 'flag',
    role: 'config',
    breaks: 'The queue is no longer paused.',
    examples: ['bull:mail:meta-paused'],
  },
  {
    id: 'meta',
    pattern: 'bull:{queue}:meta',
    type: 'hash',
    optionalFields: { paused: 'flag' },
    role: 'config',
    breaks: 'The queue is no longer paused.',
    generic: true,
    examples: ['bull:mail:meta'],
  },
]);

/** Queues of any name. */
export const families: readonly Family[] = [...waiting, ...ended, ...jobs, ...own, ...ownFamilies];

/**
 * The families of an application's own queues, which are then not taken for those of another one. `id`: before the ids of the
 * families. Without a limiter, which these applications do not set.
 */
export const familiesOfQueues = (names: readonly [string, ...string[]], id = ''): Family[] =>
  families
    .filter((family) => family.id !== 'limiter')
    .map(({ placeholders = {}, ...family }) => {
      const { queue: _queue, ...others } = placeholders;
      const isOne = names.length === 1;
      const pattern = isOne ? family.pattern.replace('{queue}', names[0]) : family.pattern;
      return {
        ...family,
        id: id + family.id,
        pattern,
        placeholders: {
          ...others,
          ...(pattern.includes('{job}') && { job: { kind: 'segment' } }),
          ...(!isOne && { queue: { kind: 'segment', dimension: 'queue', oneOf: names } }),
        },
        examples: family.examples.map((example) => example.replace('bull:mail:', `bull:${names[0]}:`)),
      };
    });
