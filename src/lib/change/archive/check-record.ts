/** Checks a record. The checksum of its block proves only that it was not damaged since it was written, not who wrote it. */
import * as z from 'zod';
import type { ArchiveRecord } from './record.js';
import type { TypedValue } from '../value/typed-value.js';

/** Maximum characters of a family's id and of an action. */
const LONGEST_WORD = 256;
const MOST_DATABASES = 2 ** 32;
/** Expiries are signed 64-bit numbers in Redis, in ms. */
const LAST_MS = 2 ** 63;

const bytes = z.string().regex(/^[\0-\xff]*$/);
const moment = z.number().min(-LAST_MS).max(LAST_MS);
const id = z.string().regex(/^\d{1,20}-\d{1,20}$/);
const count = z.string().regex(/^\d{1,20}$/);

const stream = z.object({
  entries: z.array(z.object({ id, pairs: z.array(bytes) })),
  lastId: id,
  maxDeletedId: id.nullable(),
  entriesAdded: count.nullable(),
  groups: z.array(
    z.object({
      name: bytes,
      lastId: id,
      entriesRead: count.nullable(),
      consumers: z.array(bytes),
      pending: z.array(z.object({ id, consumer: bytes, deliveredAtMs: moment, deliveries: z.int().nonnegative() })),
    }),
  ),
});

const typed: z.ZodType<TypedValue> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('string'), value: bytes }),
  z.object({ type: z.literal('list'), value: z.array(bytes) }),
  z.object({ type: z.literal('set'), value: z.array(bytes) }),
  z.object({ type: z.literal('zset'), value: z.array(z.object({ member: bytes, score: bytes })) }),
  z.object({
    type: z.literal('hash'),
    value: z.array(z.object({ field: bytes, value: bytes, expireAtMs: moment.nullable() })),
  }),
  z.object({ type: z.literal('stream'), value: stream }),
]);

const change = z.object({ before: bytes.nullable(), after: bytes.nullable() });
const detail = z.union([bytes, z.array(bytes)]);

/** The invalid part of the record; `null`: none. */
export function wrongPart({ db, family, action, value, expireAtMs, fields, details }: ArchiveRecord): string | null {
  if (!(db < MOST_DATABASES)) return 'database';
  if (family.length > LONGEST_WORD) return 'family';
  if (action.length > LONGEST_WORD) return 'action';
  if (expireAtMs !== null && !(Math.abs(expireAtMs) <= LAST_MS)) return 'expiry';
  if (value.form === 'typed' && !typed.safeParse(value).success) return 'value';
  if (fields !== undefined && !holdsOnly(fields, change)) return 'fields';
  if (details !== undefined && !holdsOnly(details, detail)) return 'details';
  return null;
}

/** Field names come from the application, so one may be `__proto__`. */
const holdsOnly = (data: unknown, schema: z.ZodType): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  Object.entries(data).every(([name, value]) => bytes.safeParse(name).success && schema.safeParse(value).success);
