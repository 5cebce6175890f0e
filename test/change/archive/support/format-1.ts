/** Archives as releases before notes of batches wrote them, byte by byte. */
import { crc32, deflateRawSync } from 'node:zlib';

interface OldRecord {
  name: string;
  family: string;
  action: string;
  expireAtMs: number | null;
  /** `null`: absent; a Buffer: what DUMP answered. */
  value: Buffer | { type: string; value: unknown } | null;
  fields?: Record<string, { before: string | null; after: string | null }>;
}

/** `cutOff`: the run was killed before its totals. */
export function oldArchive(records: readonly OldRecord[], { cutOff = false } = {}): Buffer {
  const magic = Buffer.from('METERARC\x01', 'latin1');
  const head = {
    meterVersion: '0.1.0',
    command: 'prune --hourly',
    createdAt: '2026-11-21T02:03:04.000Z',
    target: '127.0.0.1:6379/0',
    fingerprint: '5d7ce1d3b6f0f0a1c5b1f6e5d7a8b9c0d1e2f3a4',
    db: 0,
    server: '7.0.15',
    profile: 'claude-relay-service',
    utcOffset: 8,
  };
  const families: Record<string, number> = {};
  for (const { family } of records) families[family] = (families[family] ?? 0) + 1;
  const blocks: [number, Buffer][] = [
    [1, Buffer.from(JSON.stringify(head))],
    ...records.map((record): [number, Buffer] => [2, recordBytes(record)]),
    ...(cutOff ? [] : [[3, Buffer.from(JSON.stringify({ records: records.length, families }))] as [number, Buffer]]),
  ];
  let sum = crc32(magic);
  const pieces = blocks.map(([kind, bytes]) => {
    const deflated = deflateRawSync(bytes, { level: 1 });
    const lengths = Buffer.alloc(9);
    lengths.writeUInt8(kind, 0);
    lengths.writeUInt32LE(deflated.length, 1);
    lengths.writeUInt32LE(bytes.length, 5);
    sum = crc32(lengths, sum);
    const before = word(sum);
    sum = crc32(deflated, sum);
    return Buffer.concat([lengths, before, deflated, word(sum)]);
  });
  return Buffer.concat([magic, ...pieces]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function recordBytes({ name, family, action, expireAtMs, value, fields }: OldRecord): Buffer {
  const ends = Buffer.alloc(8);
  ends.writeDoubleLE(expireAtMs ?? Number.NaN);
  const [form, bytes] = Buffer.isBuffer(value)
    ? [1, value]
    : value === null
      ? [0, Buffer.alloc(0)]
      : [2, Buffer.from(JSON.stringify(value), 'latin1')];
  const rest = fields === undefined ? '' : JSON.stringify({ fields });
  // The database, which is 0, comes first.
  return Buffer.concat([
    Buffer.from([0]),
    ...[name, family, action].map((each) => text(Buffer.from(each, 'latin1'))),
    ends,
    Buffer.from([form]),
    text(bytes),
    text(Buffer.from(rest, 'latin1')),
  ]);
}

/** Its length in base 128, low digits first, then its bytes. */
function text(bytes: Buffer): Buffer {
  const length: number[] = [];
  let left = bytes.length;
  for (; left >= 128; left = Math.floor(left / 128)) length.push((left % 128) | 128);
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
}
