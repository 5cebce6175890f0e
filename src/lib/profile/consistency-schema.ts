/** Schema of the invariants in a profile's YAML. Imported only with the profile schema. */
import * as z from 'zod';
import { isVersion } from './version.js';

const text = z.string().trim().min(1, 'must not be empty');
const release = z.string('must be a release in quotes, such as "1.10"').refine(isVersion, 'must be a release such as 1.2.3');
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((amount) => /^\d+(?:\.\d{1,18})?$/.test(amount), 'must be a decimal in quotes, such as "0.000001"');
const seconds = z.int().positive();

const rule = {
  id: text.regex(/^[A-Za-z]\w*$/, 'must be a letter, then letters and digits, such as S1'),
  title: text,
  cause: text,
  unrepairable: text.exactOptional(),
  since: release.exactOptional(),
  until: release.exactOptional(),
};

const differenceClass = z.enum(['corruption', 'partial-write', 'leak', 'orphan', 'index', 'known-drift', 'stale']);
const meaning = z.strictObject({ verdict: text, class: differenceClass.nullable(), cause: text }).exactOptional();

const fields = z.strictObject({
  ...rule,
  kind: z.literal('fields'),
  compare: z.enum(['equal', 'at-least']).default('equal'),
  in: z.array(z.strictObject({ families: z.array(text).min(1), whole: text, parts: z.array(text).min(1) })).min(1),
  meanings: z.strictObject({ partsAbsent: meaning, below: meaning, above: meaning, double: meaning }).exactOptional(),
});

const side = z.strictObject({ family: text, quantities: z.record(text, text.nullable()) });

const sum = z.strictObject({
  ...rule,
  kind: z.literal('sum'),
  parts: side,
  whole: side,
  compare: z.enum(['equal', 'at-most']).exactOptional(),
  tolerance: z
    .strictObject({
      amount: decimal,
      per: z.union([z.literal('part'), z.strictObject({ field: text })], 'must be part, or an object with field'),
    })
    .exactOptional(),
  leftBehind: text.exactOptional(),
  clocks: z.strictObject({ later: z.enum(['parts', 'whole']), drift: text }).exactOptional(),
  setAnew: z.strictObject({ hours: z.number().int().min(1).max(100_000), drift: text }).exactOptional(),
  partsLast: z.strictObject({ what: text, because: text }).exactOptional(),
  whereEqual: z.tuple([text, text]).exactOptional(),
  guards: z
    .array(
      z.strictObject({
        drift: text,
        when: z.enum(['parts-below', 'parts-above']),
        quantities: z.array(text).min(1).exactOptional(),
      }),
    )
    .exactOptional(),
});

const invariant = z.discriminatedUnion(
  'kind',
  [
    fields,
    sum,
    z.strictObject({
      ...rule,
      kind: z.literal('presence'),
      left: text,
      right: text,
      alone: z.strictObject({ value: z.string(), drift: text }).exactOptional(),
    }),
    z.strictObject({ ...rule, kind: z.literal('owner'), dimension: text }),
    z.strictObject({ ...rule, kind: z.literal('index'), index: text, ghosts: text.exactOptional() }),
    z.strictObject({
      ...rule,
      kind: z.literal('ttl'),
      families: z
        .array(z.strictObject({ family: text, seconds, onlyNegative: z.boolean().exactOptional() }))
        .min(1)
        .exactOptional(),
      roles: z.array(text).min(1).exactOptional(),
      drift: text.exactOptional(),
    }),
    z.strictObject({ ...rule, kind: z.literal('values'), roles: z.array(text).min(1) }),
    z.strictObject({
      ...rule,
      kind: z.literal('carried'),
      family: text,
      field: text,
      period: text,
      beside: z.array(text).min(1),
    }),
  ],
  'must be fields, sum, presence, owner, index, ttl, values or carried',
);

const drift = z.strictObject({
  id: text,
  title: text,
  how: z.enum(['ttl-edge', 'retention', 'owner-gone', 'upgrade', 'guard', 'tolerance', 're-read']),
  dimension: text.exactOptional(),
  rule: text,
});

/** Listing invariants are not supported in YAML: the list entries of an entity need a function. */
export const consistencySchema = z.strictObject({
  invariants: z.array(invariant).min(1, 'must hold at least one invariant'),
  drifts: z.array(drift).default([]),
  mostPerRequest: z.strictObject({ tokens: z.number().positive(), usd: z.number().positive() }).exactOptional(),
});
