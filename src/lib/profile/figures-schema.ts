/** Schema of the figures in a profile's YAML. */
import * as z from 'zod';
import { METRICS, type Figures } from './figures.js';

const text = z.string().trim().min(1, 'must not be empty');
const metric = z.enum(METRICS);
const fields = z.partialRecord(metric, z.union([text, z.array(text).min(2)], 'must be a field, or a list of fields to add up'));

const set = z.strictObject({
  family: text,
  fields: fields.exactOptional(),
  value: metric.exactOptional(),
  part: text.exactOptional(),
  sparse: z.array(metric).min(1).exactOptional(),
  keptFor: z.int().positive().exactOptional(),
  cycle: text.exactOptional(),
});

const entity = z.strictObject({
  dimension: text,
  word: text.regex(/^[a-z][a-z-]*$/, 'must be a word that --by can name, such as key'),
  title: text,
  titles: text,
  names: z
    .array(z.strictObject({ family: text, fields: z.array(text).min(1), listed: text.exactOptional() }))
    .min(1)
    .exactOptional(),
  belongsTo: z.strictObject({ dimension: text, field: text }).exactOptional(),
});

const log = z.strictObject({
  family: text,
  field: text,
  metrics: z.partialRecord(metric, text),
  of: z.strictObject({ dimension: text, path: text }),
  part: text,
});

const lists = z.strictObject({
  family: text,
  metrics: z.partialRecord(metric, text),
  of: z.strictObject({ dimension: text, path: text }),
});

export const figuresSchema: z.ZodType<Figures> = z.strictObject({
  sets: z.array(set).min(1),
  entities: z.array(entity),
  log: log.exactOptional(),
  lists: lists.exactOptional(),
});
