import { Crc64 } from '../../snapshot/crc64.js';
import { OPCODE } from '../../snapshot/opcodes.js';
import type { Entry } from '../entry.js';
import type { KeyspaceSize } from '../manifest.js';
import { SnapshotBytes } from './snapshot-bytes.js';
import { writeLength, writeString } from './strings.js';
import { encodingOf } from './value.js';

/** Version 10, which Redis 7.0 writes: the oldest with the current encodings, so Valkey and every later Redis can read it. */
const MAGIC = 'REDIS0010';
const WRITTEN_AS = { 'redis-ver': '7.0.15', 'redis-bits': '64' };
const CHUNK_BYTES = 64 * 1024;

export interface SnapshotOptions {
  /** Time of the snapshot, from which TTLs count. */
  now: Date;
  /** Number of keys that follow: a server reserves space for them before it reads on. */
  size: KeyspaceSize;
}

/**
 * Writes keys as a snapshot (RDB) of database 0, in chunks of about 64 KiB. Returns the iterator's return value. Equal keys and
 * options give equal bytes. Keeps only the current chunk in memory.
 */
export function* writeSnapshot<Result>(
  entries: Iterator<Entry, Result>,
  options: SnapshotOptions,
): Generator<Uint8Array, Result> {
  const takenAt = options.now.getTime();
  const out = new SnapshotBytes();
  const checksum = new Crc64();
  const cut = (): Uint8Array => {
    const chunk = out.take();
    checksum.update(chunk);
    return chunk;
  };
  writePreamble(out, options);
  for (;;) {
    const next = entries.next();
    if (next.done) {
      out.byte(OPCODE.end);
      yield cut();
      out.integer64(checksum.digest());
      yield out.take();
      return next.value;
    }
    writeKey(out, next.value, takenAt);
    if (out.length >= CHUNK_BYTES) yield cut();
  }
}

function writePreamble(out: SnapshotBytes, { now, size }: SnapshotOptions): void {
  out.text(MAGIC);
  const facts = { ...WRITTEN_AS, ctime: String(Math.floor(now.getTime() / 1000)) };
  for (const [name, value] of Object.entries(facts)) {
    out.byte(OPCODE.aux);
    writeString(out, name);
    writeString(out, value);
  }
  out.byte(OPCODE.selectDb);
  writeLength(out, 0);
  out.byte(OPCODE.resizeDb);
  writeLength(out, size.keys);
  writeLength(out, size.expiring);
}

function writeKey(out: SnapshotBytes, { key, ttl, value }: Entry, takenAt: number): void {
  if (ttl !== null) {
    out.byte(OPCODE.expireMs);
    out.integer64(takenAt + ttl);
  }
  const encoding = encodingOf(value);
  out.byte(encoding.type);
  writeString(out, key);
  encoding.write(out);
}
