/**
 * The reply to DUMP: value type (one byte), the value as in a snapshot, format version (two bytes), checksum (eight bytes).
 * Source: createDumpPayload of cluster.c.
 */
import { ByteCursor } from './byte-cursor.js';
import { Crc64 } from './crc64.js';
import { encodingRules } from './encodings.js';
import { ServerMemory } from './memory/server-memory.js';
import { HashTemplates } from './hash-templates.js';
import { NEWEST } from './opcodes.js';
import { MOST_EXPANDED, PACKED_HEAD, WHOLE, type ParseContext } from './parse-context.js';
import { SnapshotProblem } from './problem.js';
import type { SnapshotKey, SnapshotType, ValueVisitor } from './snapshot-key.js';
import { StringHead } from './string-head.js';
import { valueKind } from './values/value.js';

const VERSION_BYTES = 2;
const CHECKSUM_BYTES = 8;
const FOOTER = VERSION_BYTES + CHECKSUM_BYTES;

/**
 * Passes the value to the visitor and returns its type. Throws a SnapshotProblem for a payload that is damaged or newer than this
 * program.
 */
export function readPayload(payload: Buffer, visitorOf: (type: SnapshotType) => ValueVisitor | null): SnapshotType {
  const end = payload.length - FOOTER;
  if (end < 1) throw new SnapshotProblem('truncated', payload.length, `the payload ends at byte ${payload.length}`);
  const crc = new Crc64();
  crc.update(payload.subarray(0, end + VERSION_BYTES));
  if (crc.digest() !== payload.readBigUInt64LE(end + VERSION_BYTES)) {
    throw new SnapshotProblem(
      'checksum',
      end + VERSION_BYTES,
      'the checksum does not match: some byte of the payload was changed',
    );
  }
  const format = payload.readUInt16LE(end);
  const context = payloadContext(payload.subarray(0, end), format);
  const number = context.cursor.u8();
  const kind = valueKind(number, context.isValkey);
  if (!kind) throw new SnapshotProblem('unknown-type', 0, `the type ${number} of the value is not known (format ${format})`);
  const steps = kind.read(context, nameless(kind.type), visitorOf(kind.type));
  if (!steps.next().done) throw context.cursor.truncated();
  if (context.cursor.left > 0) {
    const { offset } = context.cursor;
    throw new SnapshotProblem('corrupt-value', offset, `the value ends at byte ${offset}, before the payload does`);
  }
  return kind.type;
}

function payloadContext(value: Buffer, format: number): ParseContext {
  const cursor = new ByteCursor();
  cursor.push(value);
  cursor.ended = true;
  // Valkey counts from 80, which leaves the numbers between to Redis.
  const isValkey = format >= NEWEST.VALKEY;
  const server = { product: isValkey ? ('valkey' as const) : ('redis' as const), version: null, format, clustered: false };
  return {
    cursor,
    head: new StringHead(cursor, value.length),
    memory: new ServerMemory(server),
    rules: encodingRules(server),
    isValkey,
    templates: new HashTemplates(),
    limits: WHOLE,
    expansion: { left: MOST_EXPANDED },
    scratch: Buffer.alloc(PACKED_HEAD),
  };
}

/** A payload does not contain its key. */
const nameless = (type: SnapshotType): SnapshotKey => ({
  db: 0,
  name: '',
  nameLength: 0,
  type,
  moduleType: null,
  expireAtMs: null,
  idleSeconds: null,
  frequency: null,
  offset: 0,
  encoding: '',
  length: 0,
  bytes: 0,
  fieldExpiry: null,
  stream: null,
});
