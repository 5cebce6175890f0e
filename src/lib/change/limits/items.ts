/** Changes of limits and counters as work items, from what the hash holds at that moment. */
import { isCounter } from '../../format/decimal.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { expiryTime } from '../../redis/remaining-ttl.js';
import { listItem } from '../compare/items.js';
import type { Work } from '../engine/engine.js';
import type { Check, Prepared } from '../engine/work-item.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { LimitChange } from './request.js';

export interface LimitFields {
  db: number;
  /** The family's id. */
  family: string;
  /** The field with the limit. */
  limit: string;
  /** Fields that a reset sets to 0; `null`: limits are changed. */
  counters: readonly string[] | null;
  /** TTL in ms of a key that is created; `null`: none. */
  ttlMs: number | null;
}

export function limitWork(fields: LimitFields): Work<LimitChange> {
  const asked = fields.counters ?? [fields.limit];
  return {
    keysOf: ({ name }) => [name],
    async prepare(connection, changes) {
      const replies = await connection.send(
        changes.flatMap(({ name }) => [
          ['TYPE', name],
          ['PTTL', name],
          ['HMGET', name, ...asked],
        ]),
      );
      return changes.map((change, at) => prepared(change, replies.slice(3 * at, 3 * at + 3), fields));
    },
  };
}

function prepared(change: LimitChange, [type, left, values]: readonly Reply[], fields: LimitFields): Prepared {
  for (const reply of [type, left]) if (reply instanceof ReplyError) throw writeRefused(reply.message);
  if (type !== 'hash' && type !== 'none') return 'protected';
  if (values instanceof ReplyError) throw writeRefused(values.message);
  const texts = (Array.isArray(values) ? values : []).map((value) => (typeof value === 'string' ? value : null));
  return fields.counters === null
    ? limitItem(change, { text: texts[0] ?? null, isNew: type === 'none', left: left! }, fields)
    : resetItem(change, texts, fields.counters, fields);
}

/** Keeps a limit that was changed since the plan was made. */
function limitItem(
  { name, before, after }: LimitChange,
  { text, isNew, left }: { text: string | null; isNew: boolean; left: Reply },
  { db, family, limit, ttlMs }: LimitFields,
): Prepared {
  if (text === after) return 'unneeded';
  if (text !== before) return 'altered';
  const expireAtMs = isNew ? null : expiryTime(left, Date.now());
  return listItem(
    { db, name, family, action: 'limit', type: 'hash', items: [{ member: limit, before, after }], ttlMs, expireAtMs },
    isNew,
  );
}

/** Subtracts what was read. What the application counts between the reading and the change stays. */
function resetItem(
  { name }: LimitChange,
  texts: readonly (string | null)[],
  counters: readonly string[],
  { db, family }: LimitFields,
): Prepared {
  if (texts.some((text) => text !== null && !isCounter(text))) return 'protected';
  const counted = counters.flatMap((field, at) => {
    const before = texts[at] ?? null;
    return before === null || before === '0' ? [] : [{ field, before }];
  });
  if (counted.length === 0) return 'unneeded';
  return {
    keys: [name],
    checks: [
      { kind: 'reply', ask: ['TYPE', name], is: 'hash' },
      ...counted.map(({ field, before }) => atLeast(name, field, before)),
    ],
    commands: counted.map(({ field, before }) => ['HINCRBY', name, field, String(-BigInt(before))]),
    records: [
      {
        db,
        name,
        family,
        action: 'set',
        value: { form: 'absent' },
        expireAtMs: null,
        fields: Object.fromEntries(counted.map(({ field, before }) => [field, { before, after: '0' }])),
      },
    ],
  };
}

/** A counter that is lower was reset by somebody else. Numbers that scripts do not hold exactly are compared as text. */
function atLeast(name: string, field: string, before: string): Check {
  const ask = ['HGET', name, field];
  const least = Number(before);
  return least > 0 && Number.isSafeInteger(least)
    ? { kind: 'between', ask, least, most: Number.MAX_SAFE_INTEGER }
    : { kind: 'reply', ask, is: before };
}
