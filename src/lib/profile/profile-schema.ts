/** Schema of a profile's YAML. Load this module only when needed: zod loads slowly. */
import * as z from 'zod';
import { parseDuration } from '../format/duration.js';
import { clientSchema } from './client-schema.js';
import { consistencySchema } from './consistency-schema.js';
import { figuresSchema } from './figures-schema.js';
import { limitersSchema } from './limiters-schema.js';
import { limitsSchema } from './limits-schema.js';
import { operationsSchema, switchSchema } from './operations-schema.js';
import type { Profile } from './types.js';
import { isVersion } from './version.js';

const text = z.string().trim().min(1, 'must not be empty');
// As a number, 1.10 would become 1.1.
const version = z.string('must be a release in quotes, such as "1.10"').refine(isVersion, 'must be a release such as 1.2.3');
// Key names are bytes: any other character would be several bytes.
const ascii = z.string().regex(/^[ -~]+$/, 'must be printable ASCII text');

const type = z.enum(['string', 'list', 'set', 'zset', 'hash', 'stream']);
const grain = z.enum(['total', 'month', 'week', 'day', 'hour', 'minute', 'none']);
const valueClass = z.enum(['required', 'optional', 'excess', 'operational', 'secret']);
const role = z.enum(['counter', 'index', 'limiter', 'lock', 'queue', 'cache', 'session', 'entity', 'config', 'log', 'marker']);
const unit = z.enum([
  'tokens',
  'requests',
  'usd',
  'micro-usd',
  'count',
  'unix-ms',
  'unix-s',
  'iso-time',
  'ms',
  'json',
  'id',
  'flag',
  'text',
  'secret',
]);
const kind = z.enum([
  'segment',
  'greedy',
  'date',
  'month',
  'hour',
  'date-hour',
  'week',
  'week-start',
  'minute',
  'date-minute',
  'hour-minute',
  'integer',
  'uuid',
  'hex',
  'sha256',
  'ip',
]);

const placeholder = z.strictObject({
  kind,
  oneOf: z.array(ascii).min(1).exactOptional(),
  dimension: text.exactOptional(),
  redact: z.enum(['none', 'id', 'secret']).exactOptional(),
  zone: z.literal('utc').exactOptional(),
});
const placeholders = z.record(z.string().regex(/^[a-zA-Z][\w-]*$/, 'must be a name of letters, digits, _ and -'), placeholder);

const seconds = z.union([z.number(), z.string()], 'must be seconds or a duration such as 7d').transform((value, context) => {
  const result = typeof value === 'number' ? value : secondsOf(value);
  if (result !== null && Number.isSafeInteger(result) && result > 0) return result;
  context.addIssue({ code: 'custom', message: 'must be whole seconds, or a duration such as 30s, 12h or 7d' });
  return z.NEVER;
});

function secondsOf(duration: string): number | null {
  const milliseconds = parseDuration(duration);
  return milliseconds === null ? null : milliseconds / 1000;
}

/** `7d` means a TTL that each write renews, `none` means no TTL. */
const expandTtl = (value: unknown): unknown => {
  if (value === 'none') return { expires: false };
  const short = typeof value === 'number' ? value : typeof value === 'string' ? secondsOf(value) : null;
  return short === null ? value : { expires: true, seconds: short, rearmed: 'each-write' };
};
const ttl = z.preprocess(
  expandTtl,
  z.discriminatedUnion(
    'expires',
    [
      z.strictObject({ expires: z.literal(false) }),
      z.strictObject({
        expires: z.literal(true),
        seconds: seconds.exactOptional(),
        rearmed: z.enum(['each-write', 'each-use', 'never']),
        orStays: z.boolean().exactOptional(),
        note: text.exactOptional(),
      }),
    ],
    'must be none, a duration such as 7d or 12h, or an object with expires, seconds, rearmed and note',
  ),
);

const family = z.strictObject({
  id: text,
  pattern: ascii,
  placeholders: placeholders.exactOptional(),
  type,
  alsoTypes: z.array(type).exactOptional(),
  fields: z.record(z.string(), unit).exactOptional(),
  optionalFields: z.record(z.string(), unit).exactOptional(),
  fieldReleases: z
    .record(z.string(), z.strictObject({ since: version.exactOptional(), until: version.exactOptional() }))
    .exactOptional(),
  value: unit.exactOptional(),
  ttl,
  grain,
  valueClass,
  role,
  keep: z.strictObject({ periods: z.int().positive(), reader: text }).exactOptional(),
  breaks: text,
  harmless: z.literal(true, 'must be true, or left out').exactOptional(),
  since: version.exactOptional(),
  until: version.exactOptional(),
  growth: z
    .strictObject({
      bound: z.union([z.literal('none'), z.int().positive()], 'must be none or a whole number'),
      note: text,
      timeField: text.exactOptional(),
    })
    .exactOptional(),
  ghostMembers: z.array(z.string()).exactOptional(),
  lists: z.strictObject({ family: text, member: ascii, marker: text.exactOptional() }).exactOptional(),
  lease: z.strictObject({ seconds, renewedEach: seconds, lift: text }).exactOptional(),
  leak: z.strictObject({ unless: ascii.exactOptional(), seconds, note: text }).exactOptional(),
  generic: z.boolean().exactOptional(),
  secretInName: z.string().exactOptional(),
  evidenceFields: z.array(z.string()).min(1).exactOptional(),
  examples: z.array(z.string()).min(1, 'must hold at least one key name'),
});

const regExp = z.string().transform((source, context) => {
  try {
    return new RegExp(source);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a regular expression' });
    return z.NEVER;
  }
});

export const profileSchema: z.ZodType<Profile> = z.strictObject({
  /** For editors. */
  $schema: z.string().exactOptional(),
  name: text.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be kebab-case, such as my-relay'),
  title: text,
  readFrom: text,
  versions: z.strictObject({ oldest: version, newest: version }).exactOptional(),
  placeholders,
  families: z.array(family).min(1, 'must hold at least one family'),
  together: z.array(z.array(text).min(2, 'must name at least two families')).exactOptional(),
  unlessKeys: z.array(ascii).min(1).exactOptional(),
  unless: z.array(text).min(1).exactOptional(),
  fingerprints: z
    .array(
      z.strictObject({
        since: version,
        family: text,
        name: regExp.exactOptional(),
        field: text.exactOptional(),
        always: text.exactOptional(),
        sign: text,
      }),
    )
    .exactOptional(),
  releaseKey: text.exactOptional(),
  upgradeSigns: z.array(z.strictObject({ older: text, newer: text, since: version, sign: text })).exactOptional(),
  owners: z
    .array(
      z.strictObject({
        dimension: text,
        title: text,
        exists: z.array(ascii).min(1),
        usedIn: z.array(text).exactOptional(),
        breaks: text.exactOptional(),
        fix: text.exactOptional(),
      }),
    )
    .exactOptional(),
  offset: z
    .strictObject({
      default: z.int().min(-12).max(14),
      env: z.strictObject({ name: text, zeroIsUnset: z.boolean().exactOptional() }).exactOptional(),
      records: z.strictObject({ family: text, timeField: text, hourly: text, via: text }).exactOptional(),
    })
    .exactOptional(),
  rollups: z
    .array(
      z.strictObject({
        fine: text,
        coarse: text,
        over: z.enum(['period', 'dimension']),
        fields: z.record(z.string(), text).exactOptional(),
        note: text.exactOptional(),
      }),
    )
    .exactOptional(),
  copy: z.enum(['only', 'cache']).exactOptional(),
  callsKeys: text.exactOptional(),
  operations: operationsSchema.exactOptional(),
  consistency: consistencySchema.exactOptional(),
  switches: z.array(switchSchema).exactOptional(),
  figures: figuresSchema.exactOptional(),
  limits: limitsSchema.exactOptional(),
  limiters: limitersSchema.exactOptional(),
  client: clientSchema.exactOptional(),
  usageElsewhere: text.exactOptional(),
});
