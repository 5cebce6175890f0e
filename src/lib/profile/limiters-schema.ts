/** Schema of a profile's limiters. */
import * as z from 'zod';
import type { Limiter } from './limiters.js';
import { isVersion } from './version.js';

const text = z.string().trim().min(1, 'must not be empty');
const version = z.string('must be a release in quotes, such as "1.10"').refine(isVersion, 'must be a release such as 1.2.3');

const counting = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('list-log'), times: z.enum(['local', 'utc']) }),
    z.strictObject({ kind: z.enum(['fixed-window', 'leases']) }),
    z.strictObject({ kind: z.literal('started-window'), start: text }),
    z.strictObject({ kind: z.literal('token-bucket'), tokens: text, at: text }),
    z.strictObject({ kind: z.literal('other'), note: text }),
  ],
  'must have a kind: list-log, fixed-window, started-window, token-bucket, leases or other',
);

const rule = z.strictObject({
  name: text.regex(/^[\w.-]+$/, 'must be one word of letters, digits, dots and hyphens'),
  title: text,
  mark: text.exactOptional(),
  capacity: z.int().positive().exactOptional(),
  window: z.int().positive().exactOptional(),
  env: z.strictObject({ capacity: text.exactOptional(), window: text.exactOptional() }).exactOptional(),
  setIn: text.exactOptional(),
  fixed: z.literal(true, 'must be true, or left out').exactOptional(),
  limit: text.exactOptional(),
});

const check = z.strictObject({
  when: text,
  commands: z.array(text).min(1),
  inScript: z.array(text).exactOptional(),
  roundTrips: z.int().positive(),
});

const limiter = z.strictObject({
  id: text.regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be kebab-case words joined by dots, such as calls.address'),
  family: text,
  subject: text,
  mark: text.exactOptional(),
  rules: z.array(rule).min(1),
  counting,
  checks: z.array(check).min(1),
  race: text.exactOptional(),
  denials: z.enum(['count', 'extend', 'nothing']),
  onError: z.strictObject({ policy: z.enum(['open', 'closed', 'memory', 'caller']), note: text }),
  loadsOnce: z.literal(true, 'must be true, or left out').exactOptional(),
  sign: z.enum(['count', 'seconds-since-2017']).exactOptional(),
  faults: z.array(text).exactOptional(),
  since: version.exactOptional(),
  until: version.exactOptional(),
});

export const limitersSchema: z.ZodType<readonly Limiter[]> = z.array(limiter).min(1);
