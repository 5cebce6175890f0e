/**
 * Bytes of commands and replies as RESP 2 without TLS, from the families' example key names, field names, typical values of
 * units, and the profile's figures for values of otherwise unknown size.
 */
import type { Family, Profile, Unit } from '../profile/types.js';
import { isBracket } from './command-kinds.js';
import type { Flow, FlowCommand } from './flows.js';
import type { Rates } from './totals.js';
import { significant } from './significant.js';

/** `sent`: to the server; `received`: from it. A script is sent as one command. */
export interface Bytes {
  sent: number;
  received: number;
}

/** Bytes of flows; `null`: figures of a document, which have no keys. */
export const trafficOf = (
  { profile, variant }: { profile: Profile; variant: string | null },
  flows: readonly Flow[],
): Rates<Bytes> | null => (variant === null ? wireBytes(profile, flows) : null);

/** Bytes of flows, as means per request and per day. */
export function wireBytes(profile: Profile, flows: readonly Flow[]): Rates<Bytes> {
  const sizes = sizesOf(profile);
  const total: Rates<Bytes> = { perRequest: { sent: 0, received: 0 }, perDay: { sent: 0, received: 0 } };
  const add = (sum: Bytes, once: Bytes, times: number): void => {
    sum.sent += once.sent * times;
    sum.received += once.received * times;
  };
  for (const flow of flows) {
    const once: Bytes = { sent: 0, received: 0 };
    for (const command of flow.commands) add(once, bytesOf(command, flow, sizes), command.count);
    add(total.perDay, once, flow.perDay);
    if (flow.perRequest !== null) add(total.perRequest, once, flow.perRequest);
  }
  const rounded = ({ sent, received }: Bytes): Bytes => ({ sent: significant(sent), received: significant(received) });
  return { perRequest: rounded(total.perRequest), perDay: rounded(total.perDay) };
}

function bytesOf(command: FlowCommand, flow: Flow, sizes: ReadonlyMap<string | null, Sizes>): Bytes {
  const size = sizes.get(command.family) ?? NO_SIZES;
  if (command.inScript) return { sent: carriesAll(flow) ? carried(command, size) : 0, received: 0 };
  const args = argumentsOf(command, size);
  const key = command.family === null ? [] : [size.key];
  const own = replyOf(command, size);
  // Between MULTI and EXEC each command has two replies: QUEUED, and its result.
  const waits = flow.transport === 'transaction' && !isBracket(command.command) ? QUEUED : 0;
  return { sent: arrayBytes([command.command.length, ...key, ...args]), received: own + waits };
}

/** A script in place of many commands receives the keys and amounts of all of them. */
const carriesAll = ({ commands }: Flow): boolean => commands.some(({ family, inScript }) => !inScript && family === null);

const carried = (command: FlowCommand, size: Sizes): number =>
  [size.key, ...argumentsOf(command, size)].reduce((sum, length) => sum + bulkBytes(length), 0);

const QUEUED = '+QUEUED\r\n'.length;
const OK = '+OK\r\n'.length;
const NUMBER = ':1\r\n'.length;
const COUNTER = ':123456\r\n'.length;
const NOTHING = '$-1\r\n'.length;
const EMPTY = '*0\r\n'.length;

/** Digits of amounts and TTLs, and lengths for values of unknown size. */
const AMOUNT = 4;
const SECONDS = 7;
const FLOAT = 8;
const MEMBER = 40;
const PATTERN = 28;
const CURSOR = 7;
const SCRIPT = 180;
const SHA = 40;

const UNITS: Readonly<Record<Unit, number>> = {
  tokens: 6,
  requests: 3,
  usd: 8,
  'micro-usd': 6,
  count: 2,
  'unix-ms': 13,
  'unix-s': 10,
  'iso-time': 24,
  ms: 4,
  json: 40,
  id: 36,
  flag: 5,
  text: 16,
  secret: 64,
};
/** Length of a placeholder in a field's name. */
const PLACEHOLDER = 20;

/** A text with its length prefix. */
export const bulkBytes = (length: number): number => `$${Math.round(length)}\r\n\r\n`.length + length;
/** An array of texts of these lengths, as commands are sent. */
export const arrayBytes = (lengths: readonly number[]): number =>
  `*${lengths.length}\r\n`.length + lengths.reduce((sum, length) => sum + bulkBytes(length), 0);

/** Typical sizes of a family. */
interface Sizes {
  /** Length of a key name. */
  key: number;
  /** Length of a field's name. */
  field: number;
  /** Length of a single value: of a field, a string or an element. */
  value: number;
  /** Length of a key's whole content, as the server sends it. */
  content: number;
}

const NO_SIZES: Sizes = { key: 0, field: 10, value: MEMBER, content: 0 };

function sizesOf({ families, operations }: Profile): Map<string | null, Sizes> {
  return new Map(families.map((family) => [family.id, sizesOfFamily(family, operations?.contents?.[family.id])]));
}

function sizesOfFamily(family: Family, stated: number | undefined): Sizes {
  const fields = Object.entries({ ...family.fields, ...family.optionalFields }).map(([name, unit]) => ({
    name: name.replaceAll(/\{[^}]*\}/g, 'x'.repeat(PLACEHOLDER)).length,
    value: UNITS[unit],
  }));
  const value = stated ?? (family.value === undefined ? MEMBER : UNITS[family.value]);
  const hash = fields.reduce((sum, one) => sum + bulkBytes(one.name) + bulkBytes(one.value), 0);
  return {
    key: mean(family.examples.map(({ length }) => length)),
    field: fields.length === 0 ? NO_SIZES.field : mean(fields.map(({ name }) => name)),
    value: fields.length === 0 ? value : mean(fields.map((one) => one.value)),
    content: stated ?? (fields.length === 0 ? bulkBytes(value) : hash),
  };
}

const mean = (lengths: readonly number[]): number =>
  lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);

/** Lengths of the arguments after the key. A command that sets all fields of a hash sends the whole content. */
function argumentsOf({ command, fields }: FlowCommand, { field, value, content }: Sizes): number[] {
  switch (command) {
    case 'HINCRBY':
      return [field, AMOUNT];
    case 'HINCRBYFLOAT':
      return [field, FLOAT];
    case 'HGET':
    case 'HMGET':
    case 'HDEL':
    case 'HEXISTS':
      return [field];
    case 'HSET':
    case 'HMSET':
      return fields === null ? [content] : Array.from({ length: fields }, () => [field, value]).flat();
    case 'EXPIRE':
      return [SECONDS];
    case 'PEXPIRE':
      return [SECONDS + 3];
    case 'INCRBY':
      return [AMOUNT];
    case 'INCRBYFLOAT':
      return [FLOAT];
    case 'SADD':
    case 'SREM':
    case 'SISMEMBER':
    case 'ZREM':
      return [MEMBER];
    case 'ZADD':
      return [13, MEMBER];
    case 'ZREMRANGEBYSCORE':
      return [4, 13];
    case 'SET':
      return [value];
    case 'SETEX':
      return [SECONDS, value];
    case 'LPUSH':
    case 'RPUSH':
      return [value];
    case 'LTRIM':
    case 'LRANGE':
      return [1, 3];
    case 'XADD':
      return ['MAXLEN'.length, 1, AMOUNT + 2, 1, 'data'.length, value];
    case 'EVAL':
      return [SCRIPT, 1, MEMBER];
    case 'EVALSHA':
      return [SHA, 1, MEMBER];
    case 'SCAN':
      return [CURSOR, 'MATCH'.length, PATTERN, 'COUNT'.length, 3];
    default:
      return [];
  }
}

const COUNTING = new Set(['HINCRBY', 'INCR', 'INCRBY', 'DECR', 'DECRBY', 'TTL', 'PTTL', 'LPUSH', 'RPUSH', 'LLEN', 'XLEN']);
const ACKNOWLEDGED = new Set(['SET', 'SETEX', 'PSETEX', 'MULTI', 'LTRIM', 'HMSET']);

function replyOf({ command, missing }: FlowCommand, { value, content }: Sizes): number {
  switch (command) {
    case 'HGETALL':
      return missing ? EMPTY : content;
    case 'GET':
    case 'HGET':
      return missing ? NOTHING : bulkBytes(value);
    case 'HMGET':
      return missing ? NOTHING + EMPTY : EMPTY + bulkBytes(value);
    case 'SMEMBERS':
    case 'LRANGE':
    case 'ZRANGE':
      return missing ? EMPTY : EMPTY + bulkBytes(MEMBER);
    case 'INCRBYFLOAT':
    case 'HINCRBYFLOAT':
      return bulkBytes(2 * FLOAT);
    case 'XADD':
      return bulkBytes(15);
    case 'EXEC':
      return EMPTY;
    case 'SCAN':
      return EMPTY + bulkBytes(CURSOR) + EMPTY;
    default:
      return ACKNOWLEDGED.has(command) ? OK : COUNTING.has(command) ? COUNTER : NUMBER;
  }
}
