/** Schema of a profile's limits. */
import * as z from 'zod';
import type { Limits } from './limits.js';
import { isVersion } from './version.js';

const text = z.string().trim().min(1, 'must not be empty');
const version = z.string('must be a release in quotes, such as "1.10"').refine(isVersion, 'must be a release such as 1.2.3');

const period = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.enum(['total', 'month', 'running', 'cycle']) }),
    z.strictObject({ kind: z.literal('day'), field: text.exactOptional() }),
    z.strictObject({
      kind: z.literal('week'),
      day: text.exactOptional(),
      hour: text.exactOptional(),
      named: z.literal('calendar-year').exactOptional(),
    }),
    z.strictObject({ kind: z.literal('window'), minutes: text, start: text }),
  ],
  'must have a kind: total, day, month, week, window, running or cycle',
);

const figure = z.strictObject({
  family: text.exactOptional(),
  field: text.exactOptional(),
  byDay: text.exactOptional(),
  lasting: z.strictObject({ family: text, whereEqual: z.tuple([text, text]) }).exactOptional(),
});

const limit = z.strictObject({
  id: text.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be kebab-case, such as daily-cost'),
  title: text,
  dimension: text,
  family: text,
  field: text,
  needs: text.exactOptional(),
  unless: text.exactOptional(),
  figure: z.union([figure, text], 'must be a family and a field, or a sentence that says why there is no figure'),
  period,
  compare: z.enum(['>', '>=']),
  tested: z.enum(['before', 'counted']),
  by: z.union([text, z.null()], 'must say who refuses requests, or null if nobody does'),
  where: text,
  setIn: text.exactOptional(),
  since: version.exactOptional(),
  until: version.exactOptional(),
});

const gate = z.strictObject({
  id: text,
  family: text,
  field: text,
  is: z.union(
    [z.strictObject({ open: text }), z.strictObject({ expires: z.literal(true) }), z.strictObject({ gone: text })],
    'must be open, expires or gone',
  ),
});

export const limitsSchema: z.ZodType<Limits> = z.strictObject({
  list: z.array(limit).min(1),
  gates: z.array(gate).exactOptional(),
});
