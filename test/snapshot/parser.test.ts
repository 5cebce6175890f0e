import { describe, expect, test } from 'vitest';
import { OPCODE, TYPE } from '../../src/lib/snapshot/opcodes.js';
import type { SnapshotKey } from '../../src/lib/snapshot/snapshot-key.js';
import { SnapshotParser } from '../../src/lib/snapshot/snapshot-parser.js';
import { redisFile, redisSamples, valkeyFile, valkeySamples, type Sample } from './support/every-kind.js';
import { aux, expireAt, record, selectDb, snapshotFile, stringRecord } from './support/file.js';
import { compressLzf, encodeSteps } from './support/lzf-compress.js';
import { listpackOf } from './support/packed.js';
import { readSnapshot, type ReadResult } from './support/read-snapshot.js';
import { blob, lengthBytes, lzfString, rawString } from './support/strings.js';

const CHUNKS = [65_536, 1009, 65, 64, 63, 7, 1];

const products = [
  { product: 'Redis', bytes: redisFile(), samples: redisSamples },
  { product: 'Valkey', bytes: valkeyFile(), samples: valkeySamples },
];

const keysOf = (samples: readonly Sample[]) => samples.flatMap(({ key }) => (key ? [key] : []));

const plain = ({ keys, summary }: ReadResult): object => ({ keys, summary: { ...summary, aux: [...summary.aux] } });

describe.each(products)('every kind of record of $product', ({ bytes, samples }) => {
  const whole = readSnapshot(bytes, { visit: true });

  test('says what was written', () => {
    expect(whole.summary).toMatchObject({ problem: null, checksum: 'ok', functions: 1, slots: 1, newerThanKnown: false });
    const keys = keysOf(samples);
    expect(whole.keys).toHaveLength(keys.length + 1);
    for (const [index, key] of keys.entries()) expect(whole.keys[index]).toMatchObject(key);
    expect(whole.keys.at(-1)).toMatchObject({ db: 15, name: 'other' });
  });

  test('has sizes that are whole enough to be added up', () => {
    for (const key of whole.keys) {
      expect(Number.isFinite(key.bytes), key.name).toBe(true);
      expect(key.bytes, key.name).toBeGreaterThan(0);
    }
  });

  test('is the same in chunks of any size, looked into or not, of known length or not', () => {
    for (const chunk of CHUNKS) {
      for (const sized of [true, false]) {
        expect(plain(readSnapshot(bytes, { visit: true, chunk, sized })), `${chunk}`).toEqual(plain(whole));
        const blind = readSnapshot(bytes, { chunk, sized });
        expect(blind.keys.map((key) => ({ ...key, entries: [] }))).toEqual(whole.keys.map((key) => ({ ...key, entries: [] })));
      }
    }
  });

  test('needs a chunk no longer than it is being taken', () => {
    for (const chunk of CHUNKS) {
      const keys: SnapshotKey[] = [];
      const parser = new SnapshotParser({ begin: () => null, end: (key) => void keys.push(key) });
      const buffer = Buffer.alloc(chunk);
      for (let at = 0; at < bytes.length; at += chunk) {
        parser.push(buffer.subarray(0, bytes.copy(buffer, 0, at, at + chunk)));
        buffer.fill(0xee);
      }
      expect(parser.end()).toMatchObject({ problem: null, checksum: 'ok' });
      expect(keys.map((key) => ({ ...key, entries: [] }))).toEqual(whole.keys.map((key) => ({ ...key, entries: [] })));
    }
  });

  test('cut at every third byte, it is told to end there, and the keys before are complete', () => {
    let at = 9;
    const ends = samples.flatMap(({ bytes: part, key }) => {
      at += part.length;
      return key ? [at] : [];
    });
    for (let cut = 1; cut < bytes.length; cut += 3) {
      const { keys, summary } = readSnapshot(bytes.subarray(0, cut), { visit: true, chunk: 1 + (cut % 97), sized: false });
      expect(summary.problem, `${cut}`).toMatchObject({ code: 'truncated', offset: cut });
      const complete = ends.filter((end) => end <= cut).length;
      expect(keys.slice(0, complete)).toEqual(whole.keys.slice(0, complete));
      expect(keys.length - complete).toBeLessThanOrEqual(1);
    }
  });
});

const problemOf = (records: readonly Buffer[], start = 'REDIS0016', visit = false) =>
  readSnapshot(snapshotFile(records, { start }), { visit }).summary.problem;

describe('what is refused', () => {
  const first = stringRecord('first', 'v');
  const offset = 9 + first.length;

  test.each([6, 8, 33, 110, 241])('a value of type %i', (type) => {
    const code = type === TYPE.modulePreGa ? 'unreadable-module' : 'unknown-type';
    expect(problemOf([first, Buffer.of(type), rawString('key'), rawString('v')])).toMatchObject({ code, offset });
  });

  test('types that only the other product has', () => {
    for (const type of [23, 24, 25, 26, 27, 28, 29, 30, 31, 32]) {
      expect(problemOf([first, Buffer.of(type), rawString('key')], 'VALKEY080')).toMatchObject({ code: 'unknown-type', offset });
    }
  });

  test('functions of the release candidates of Redis 7.0', () => {
    expect(problemOf([first, Buffer.of(OPCODE.functionPreGa), rawString('f')])).toMatchObject({ code: 'unknown-opcode', offset });
  });

  test('packed values with an odd number of entries', () => {
    const odd = blob(listpackOf([{ text: 'a' }]));
    for (const visit of [false, true]) {
      for (const type of [TYPE.hashListpack, TYPE.zsetListpack])
        expect(problemOf([first, record(type, 'odd', odd)], 'REDIS0010', visit)).toMatchObject({ code: 'corrupt-value' });
    }
    expect(problemOf([record(TYPE.hashListpackTtlPreGa, 'odd', odd)])).toMatchObject({ code: 'corrupt-value' });
  });

  test('packed values that are an integer, too short, or of another length than they say', () => {
    const listpack = listpackOf([{ text: 'a' }, { text: 'b' }]);
    const longer = Buffer.concat([listpack, Buffer.of(0xff)]);
    for (const value of [Buffer.of(0xc0, 5), blob(Buffer.alloc(0)), blob(Buffer.of(1)), blob(longer)]) {
      for (const type of [TYPE.hashListpack, TYPE.hashZiplist, TYPE.setIntset, TYPE.listZiplist]) {
        for (const visit of [false, true])
          expect(problemOf([record(type, 'bad', value)], 'REDIS0010', visit)).toMatchObject({ code: 'corrupt-value' });
      }
    }
  });

  test('list nodes that are neither packed nor plain, and nodes of streams without an id', () => {
    expect(problemOf([record(TYPE.listQuicklist2, 'l', lengthBytes(1), lengthBytes(3), rawString('x'))])).toMatchObject({
      code: 'corrupt-value',
    });
    expect(problemOf([record(TYPE.stream1, 's', lengthBytes(1), rawString('short'), blob(listpackOf([])))])).toMatchObject({
      code: 'corrupt-value',
    });
  });

  test('parts of modules of an unknown kind', () => {
    expect(problemOf([record(TYPE.module, 'm', lengthBytes(2n ** 63n, 64), lengthBytes(6))])).toMatchObject({
      code: 'corrupt-value',
    });
  });
});

describe('magic and version', () => {
  const start = (text: string) => readSnapshot(Buffer.from(text, 'latin1')).summary;

  test.each(['REDIS0000', 'REDIS 001', 'REDIS-001', 'REDIS1e01', 'VALKEY0x1', 'VALKEY000', 'REDIS00xx'])(
    '%s is no version',
    (text) => {
      expect(start(`${text}more`).problem).toMatchObject({ code: 'bad-version', offset: text.startsWith('R') ? 5 : 6 });
    },
  );

  test.each(['RED', 'REDIS', 'REDIS00', 'V', 'VALKEY', 'VALKEY0'])('a file that ends after %s is cut short', (text) => {
    expect(start(text).problem).toMatchObject({ code: 'truncated', offset: text.length });
  });

  test.each(['REDIX0010', 'redis0010', 'VALKEX080', ' REDIS0010', 'SSDB'])('%s is no snapshot', (text) => {
    expect(start(text).problem).toMatchObject({ code: 'not-a-snapshot', offset: 0 });
  });

  test('older versions are known, newer ones are read with a warning', () => {
    for (const [text, newer] of [
      ['REDIS0001', false],
      ['REDIS0016', false],
      ['REDIS0017', true],
      ['VALKEY080', false],
      ['VALKEY081', true],
    ] as const) {
      const bytes = snapshotFile([stringRecord('key', 'v')], { start: text });
      expect(readSnapshot(bytes)).toMatchObject({ keys: [{ name: 'key' }], summary: { newerThanKnown: newer, problem: null } });
    }
  });
});

describe('end of the file', () => {
  const records = [stringRecord('key', 'v')];

  test('without a checksum before version 5, and with one that was switched off', () => {
    expect(readSnapshot(snapshotFile(records, { start: 'REDIS0004', checksum: null })).summary.checksum).toBe('none');
    expect(readSnapshot(snapshotFile(records, { checksum: 0n })).summary).toMatchObject({ checksum: 'off', problem: null });
  });

  test('a wrong checksum is told where it stands, once all keys have been', () => {
    const bytes = snapshotFile(records, { checksum: 1n });
    for (const chunk of CHUNKS) {
      const { keys, summary } = readSnapshot(bytes, { chunk });
      expect(keys).toHaveLength(1);
      expect(summary).toMatchObject({ checksum: 'wrong', problem: { code: 'checksum', offset: bytes.length - 8 } });
    }
  });

  test('bytes after it are counted in chunks of any size, also after a wrong checksum', () => {
    for (const checksum of [0n, 1n]) {
      const bytes = Buffer.concat([snapshotFile(records, { checksum }), Buffer.alloc(200)]);
      for (const chunk of CHUNKS) expect(readSnapshot(bytes, { chunk }).summary.trailingBytes, `${chunk}`).toBe(200);
    }
  });
});

describe('auxiliary fields', () => {
  test('of a repeated one the last counts', () => {
    const { summary } = readSnapshot(snapshotFile([aux('lua', 'a'), aux('ctime', '5'), aux('lua', 'b')]));
    expect([...summary.aux]).toEqual([
      ['lua', 'b'],
      ['ctime', '5'],
    ]);
  });

  test('no more and no longer ones are kept than anybody needs', () => {
    const many = Array.from({ length: 1000 }, (_, index) => aux(`field${index}`, 'v'));
    const { summary } = readSnapshot(snapshotFile([aux('lua', 'x'.repeat(100_000)), ...many, stringRecord('key', 'v')]));
    expect(summary).toMatchObject({ keys: 1, problem: null });
    expect(summary.aux.size).toBeLessThanOrEqual(200);
    expect([...summary.aux].reduce((sum, [name, value]) => sum + name.length + value.length, 0)).toBeLessThan(50_000);
  });

  test('name the server whose habits the encodings follow', () => {
    const list = record(TYPE.listQuicklist2, 'list', lengthBytes(1), lengthBytes(2), blob(listpackOf([{ text: 'a' }])));
    const encodingOf = (version: string, name = 'redis-ver') =>
      readSnapshot(snapshotFile([aux(name, version), list])).keys[0]?.encoding;
    expect(['7.0.15', '7.2.6', '8.0.0', '255.255.255', 'nonsense'].map((version) => encodingOf(version))).toEqual([
      'quicklist',
      'listpack',
      'listpack',
      'quicklist',
      'quicklist',
    ]);
    expect(encodingOf('8.1.1', 'valkey-ver')).toBe('listpack');
  });
});

describe('surprises', () => {
  test('an operation between an expiry and its key is passed, as servers do', () => {
    const bytes = snapshotFile([expireAt(1_900_000_000_000), selectDb(7), stringRecord('key', 'v'), stringRecord('next', 'v')]);
    for (const chunk of CHUNKS) {
      expect(readSnapshot(bytes, { chunk }).keys).toMatchObject([
        { db: 7, name: 'key', expireAtMs: 1_900_000_000_000, offset: 9 },
        { db: 7, name: 'next', expireAtMs: null },
      ]);
    }
  });

  test('a score of many digits is read the same across chunks', () => {
    const digits = `${'9'.repeat(100)}.5`;
    const bytes = snapshotFile([
      record(TYPE.zsetText, 'z', lengthBytes(1), rawString('m'), Buffer.of(digits.length), Buffer.from(digits)),
      stringRecord('after', 'v'),
    ]);
    const whole = plain(readSnapshot(bytes, { visit: true }));
    for (const chunk of CHUNKS) expect(plain(readSnapshot(bytes, { visit: true, chunk })), `${chunk}`).toEqual(whole);
  });

  test('an expiry of a field that is no number counts for none', () => {
    const triple = blob(listpackOf([{ text: 'f' }, { text: 'v' }, { text: 'soon' }]));
    const { keys } = readSnapshot(snapshotFile([record(TYPE.hashListpackTtlPreGa, 'h', triple)], { start: 'REDIS0012' }));
    expect(keys.map(({ fieldExpiry }) => fieldExpiry)).toEqual([null]);
  });

  test('damage within a packed value is found or not, whatever the chunks', () => {
    const damaged = listpackOf([{ text: 'a'.repeat(50) }, { text: 'b'.repeat(50) }]);
    damaged[6] = 0xf9;
    const bytes = snapshotFile([stringRecord('first', 'v'.repeat(90)), record(TYPE.hashListpack, 'h', blob(damaged))]);
    for (const visit of [false, true]) {
      const whole = plain(readSnapshot(bytes, { visit }));
      for (const chunk of CHUNKS) expect(plain(readSnapshot(bytes, { visit, chunk })), `${chunk}`).toEqual(whole);
    }
  });

  test('of a key name longer than anybody gives the beginning is told, and it is never expanded', () => {
    // Longer than a string of Node.js can be, and shorter than what Redis allows.
    const [copies, rest] = [2_033_601, 230];
    const length = 1 + copies * 264 + rest;
    const last = encodeSteps([{ distance: 1, length: rest }]);
    const steps = Buffer.concat([Buffer.of(0, 0x61), Buffer.alloc(copies * 3, Buffer.of(0xe0, 0xff, 0)), last]);
    const bytes = snapshotFile([
      stringRecord('first', 'v'),
      Buffer.concat([Buffer.of(TYPE.string), lzfString(steps, length), rawString('v')]),
    ]);
    const { keys, summary } = readSnapshot(bytes);
    expect(summary.problem).toBeNull();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toMatchObject({ nameLength: length, name: expect.stringMatching(/^a{4096}~[0-9a-f]+$/) as string });
  });

  test('long key names that begin alike stay apart, in chunks of any size', () => {
    const names = [4096, 4097, 9000].flatMap((length) => ['1', '2'].map((end) => 'n'.repeat(length - 1) + end));
    const bytes = snapshotFile(names.map((name) => stringRecord(name, 'v')));
    const whole = readSnapshot(bytes);
    expect(new Set(whole.keys.map(({ name }) => name)).size).toBe(names.length);
    expect(whole.keys.map(({ nameLength }) => nameLength)).toEqual(names.map(({ length }) => length));
    expect(whole.keys[0]!.name).toBe(names[0]);
    for (const chunk of CHUNKS) expect(readSnapshot(bytes, { chunk }).keys).toEqual(whole.keys);
  });

  test('an element longer than a mebibyte is counted, but not shown', () => {
    const long = 'x'.repeat(2 ** 20 + 1);
    const bytes = snapshotFile([
      record(TYPE.set, 'set', lengthBytes(2), rawString(long), rawString('short')),
      record(TYPE.string, 'string', lzfString(compressLzf(Buffer.from('y'.repeat(600))), 600)),
    ]);
    const { keys } = readSnapshot(bytes, { visit: true });
    expect(keys.map(({ entries }) => entries)).toEqual([
      [
        [null, null],
        ['short', null],
      ],
      [['y'.repeat(600), null]],
    ]);
    expect(keys.map(({ length }) => length)).toEqual([2, 600]);
  });
});
