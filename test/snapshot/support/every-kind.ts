/** A record of every kind that the format knows, with what a reader should say of it. */
import { OPCODE, TYPE, VALKEY_HASH_FIELD_TTL } from '../../../src/lib/snapshot/opcodes.js';
import { aux, expireAt, record, selectDb, snapshotFile, stringRecord } from './file.js';
import { compressLzf } from './lzf-compress.js';
import { intsetOf, listpackOf, ziplistOf, zipmapOf, type PackedElement } from './packed.js';
import type { Entry, ReadKey } from './read-snapshot.js';
import { blob, bytesOf, doubleBytes, integerString, lengthBytes, lzfString, rawString, timeBytes } from './strings.js';

export interface Sample {
  bytes: Buffer;
  /** What comes with the record; of records without a key `null`. */
  key: (Partial<ReadKey> & { entries: Entry[] }) | null;
}

const EXPIRY = 1_900_000_000_123;
const text = (value: string): PackedElement => ({ text: value });
const small = (value: number): PackedElement => ({ integer: BigInt(value), bits: 7 });
const wide = (value: number): PackedElement => ({ integer: BigInt(value), bits: 64 });
const operation = (opcode: number, ...parts: Buffer[]): Sample => ({
  bytes: Buffer.concat([Buffer.of(opcode), ...parts]),
  key: null,
});

const singles = (...elements: string[]): Entry[] => elements.map((element) => [element, null]);

/** `bytes` is the whole record; what it says is named by the rest. */
const sample = (bytes: Buffer, name: string, type: ReadKey['type'], entries: Entry[], facts: Partial<ReadKey> = {}): Sample => ({
  bytes,
  key: { name, type, length: entries.length, entries, ...facts },
});

const scoreText = (score: string): Buffer => Buffer.concat([Buffer.of(score.length), bytesOf(score)]);

const repeated = 'abcdefgh'.repeat(40);
const compressed = (bytes: Buffer): Buffer => lzfString(compressLzf(bytes), bytes.length);

const strings: Sample[] = [
  sample(stringRecord('plain', 'value'), 'plain', 'string', singles('value'), { length: 5, encoding: 'embstr' }),
  sample(record(TYPE.string, 'int8', integerString(-7, 1)), 'int8', 'string', singles('-7'), { length: 2, encoding: 'int' }),
  sample(record(TYPE.string, 'int32', integerString(-2_000_000_000, 4)), 'int32', 'string', singles('-2000000000'), {
    length: 11,
  }),
  sample(record(TYPE.string, 'lzf', compressed(bytesOf(repeated))), 'lzf', 'string', singles(repeated), {
    length: 320,
    encoding: 'raw',
  }),
  sample(stringRecord('long', 'x'.repeat(500)), 'long', 'string', singles('x'.repeat(500)), { length: 500, encoding: 'raw' }),
  sample(Buffer.concat([Buffer.of(TYPE.string), integerString(12_345, 2), rawString('v')]), '12345', 'string', singles('v'), {
    length: 1,
  }),
  sample(
    Buffer.concat([Buffer.of(TYPE.string), compressed(bytesOf('name'.repeat(30))), rawString('v')]),
    'name'.repeat(30),
    'string',
    singles('v'),
    { length: 1 },
  ),
];

const lists: Sample[] = [
  sample(record(TYPE.list, 'list', lengthBytes(2), rawString('a'), integerString(5, 1)), 'list', 'list', singles('a', '5')),
  sample(record(TYPE.listZiplist, 'ziplist', blob(ziplistOf([text('a'), wide(9)]))), 'ziplist', 'list', singles('a', '9')),
  sample(
    record(
      TYPE.listQuicklist,
      'nodes',
      lengthBytes(2),
      blob(ziplistOf([text('a')])),
      compressed(ziplistOf(Array(40).fill(text('b')))),
    ),
    'nodes',
    'list',
    singles('a', ...Array<string>(40).fill('b')),
  ),
  sample(
    record(
      TYPE.listQuicklist2,
      'nodes2',
      lengthBytes(3),
      lengthBytes(2),
      blob(listpackOf([small(1), text('a')])),
      lengthBytes(1),
      rawString('plain'),
      lengthBytes(2),
      compressed(listpackOf(Array(40).fill(text('b')))),
    ),
    'nodes2',
    'list',
    singles('1', 'a', 'plain', ...Array<string>(40).fill('b')),
    { encoding: 'quicklist' },
  ),
];

const sets: Sample[] = [
  sample(record(TYPE.set, 'set', lengthBytes(2), rawString('a'), rawString('b')), 'set', 'set', singles('a', 'b')),
  sample(record(TYPE.setIntset, 'intset', blob(intsetOf([-3n, 70_000n], 4))), 'intset', 'set', singles('-3', '70000'), {
    encoding: 'intset',
  }),
  sample(record(TYPE.setListpack, 'packed', blob(listpackOf([text('a'), small(2)]))), 'packed', 'set', singles('a', '2')),
];

const zsets: Sample[] = [
  sample(
    record(
      TYPE.zsetText,
      'text',
      lengthBytes(4),
      rawString('a'),
      scoreText('1.5'),
      rawString('b'),
      Buffer.of(254),
      rawString('c'),
      Buffer.of(255),
      rawString('d'),
      scoreText('-12'),
    ),
    'text',
    'zset',
    [
      ['a', '1.5'],
      ['b', 'inf'],
      ['c', '-inf'],
      ['d', '-12'],
    ],
  ),
  sample(
    record(TYPE.zset, 'double', lengthBytes(2), rawString('a'), doubleBytes(0.5), rawString('b'), doubleBytes(-Infinity)),
    'double',
    'zset',
    [
      ['a', '0.5'],
      ['b', '-inf'],
    ],
  ),
  sample(record(TYPE.zsetZiplist, 'zziplist', blob(ziplistOf([text('a'), wide(3)]))), 'zziplist', 'zset', [['a', '3']]),
  sample(record(TYPE.zsetListpack, 'zlistpack', blob(listpackOf([text('a'), text('0.25')]))), 'zlistpack', 'zset', [
    ['a', '0.25'],
  ]),
];

const hashes: Sample[] = [
  sample(record(TYPE.hash, 'hash', lengthBytes(1), rawString('f'), integerString(300, 2)), 'hash', 'hash', [['f', '300']]),
  sample(record(TYPE.hashZipmap, 'zipmap', blob(zipmapOf([['f', 'v']], 1))), 'zipmap', 'hash', [['f', 'v']]),
  sample(record(TYPE.hashZiplist, 'hziplist', blob(ziplistOf([text('f'), text('v')]))), 'hziplist', 'hash', [['f', 'v']]),
  sample(record(TYPE.hashListpack, 'hlistpack', blob(listpackOf([text('f'), text('v')]))), 'hlistpack', 'hash', [['f', 'v']]),
];

const expiring: Entry[] = [
  ['a', '1'],
  ['b', '2'],
  ['c', '3'],
];
const fieldExpiry = { count: 2, minMs: EXPIRY, maxMs: EXPIRY + 1000 };
const triples = listpackOf([
  text('a'),
  small(1),
  small(0),
  text('b'),
  small(2),
  wide(EXPIRY),
  text('c'),
  small(3),
  wide(EXPIRY + 1000),
]);
/** Fields with what stands before each of them. */
const fields = (...before: readonly Buffer[]): Buffer[] =>
  expiring.flatMap(([field, value], index) => [before[index]!, rawString(field!), rawString(value!)]);

const redisFieldTtls: Sample[] = [
  sample(
    record(
      TYPE.hashFieldTtlPreGa,
      'ttl22',
      lengthBytes(3),
      ...fields(lengthBytes(0), lengthBytes(EXPIRY), lengthBytes(EXPIRY + 1000)),
    ),
    'ttl22',
    'hash',
    expiring,
    { fieldExpiry },
  ),
  sample(record(TYPE.hashListpackTtlPreGa, 'ttl23', blob(triples)), 'ttl23', 'hash', expiring, { fieldExpiry }),
  sample(
    record(
      TYPE.hashFieldTtl,
      'ttl24',
      timeBytes(EXPIRY),
      lengthBytes(3),
      ...fields(lengthBytes(0), lengthBytes(1), lengthBytes(1001)),
    ),
    'ttl24',
    'hash',
    expiring,
    { fieldExpiry },
  ),
  sample(record(TYPE.hashListpackTtl, 'ttl25', timeBytes(EXPIRY), blob(triples)), 'ttl25', 'hash', expiring, { fieldExpiry }),
];

const valkeyFieldTtl: Sample = sample(
  record(
    VALKEY_HASH_FIELD_TTL,
    'ttl',
    lengthBytes(3),
    ...expiring.flatMap(([field, value], index) => [
      rawString(field!),
      rawString(value!),
      timeBytes([-1, EXPIRY, EXPIRY + 1000][index]!),
    ]),
  ),
  'ttl',
  'hash',
  expiring,
  { fieldExpiry },
);

const idBytes = (ms: number): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(BigInt(ms));
  return bytes;
};

/** Two nodes, a group with two pending entries and a consumer that has one of them. */
function stream(type: number, layout: 1 | 2 | 3 | 4 | 5): Sample {
  const numbers = (...values: number[]): Buffer => Buffer.concat(values.map((value) => lengthBytes(value)));
  const name = `stream${layout}`;
  const bytes = record(
    type,
    name,
    numbers(2),
    ...[1000, 2000].flatMap((ms) => [blob(idBytes(ms)), blob(listpackOf([small(1), text('field')]))]),
    numbers(7),
    lengthBytes(2n ** 63n),
    numbers(3),
    layout >= 2 ? numbers(1000, 0, 1500, 1, 9) : Buffer.alloc(0),
    numbers(1),
    rawString('group'),
    numbers(1500, 0),
    layout >= 2 ? numbers(4) : Buffer.alloc(0),
    numbers(2),
    idBytes(1000),
    timeBytes(EXPIRY),
    numbers(1),
    idBytes(2000),
    timeBytes(EXPIRY),
    numbers(2),
    numbers(1),
    rawString('consumer'),
    timeBytes(EXPIRY),
    layout >= 3 ? timeBytes(-1) : Buffer.alloc(0),
    numbers(1),
    idBytes(1000),
    layout >= 5 ? Buffer.concat([numbers(1), idBytes(2000)]) : Buffer.alloc(0),
    layout >= 4
      ? Buffer.concat([numbers(60, 100, 1), rawString('producer'), numbers(1), rawString('id'), numbers(1000, 0, 1, 2)])
      : Buffer.alloc(0),
  );
  return sample(bytes, name, 'stream', [], {
    length: 7,
    stream: {
      lastId: '9223372036854775808-3',
      nodes: 2,
      groups: 1,
      consumers: 1,
      pending: 2,
      entriesAdded: layout >= 2 ? 9 : null,
    },
  });
}

/** Nine characters of six bits and a version. */
const MODULE_ID = 0x8100_0000_0000_0401n;
const vectorsetId = (): bigint => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return ('vectorset'.split('').reduce((id, letter) => (id << 6n) | BigInt(alphabet.indexOf(letter)), 0n) << 10n) | 1n;
};
const parts = [
  lengthBytes(2),
  lengthBytes(300),
  lengthBytes(2),
  lengthBytes(4),
  lengthBytes(1),
  lengthBytes(2n ** 64n - 1n, 64),
  lengthBytes(3),
  Buffer.alloc(4, 1),
  lengthBytes(4),
  doubleBytes(2.5),
  lengthBytes(5),
  rawString('blob'),
  lengthBytes(0),
];

const modules: Sample[] = [
  sample(record(TYPE.module, 'module', lengthBytes(MODULE_ID, 64), ...parts), 'module', 'module', [], {
    moduleType: 'gQAAAAAAB',
    length: null,
  }),
  sample(record(TYPE.module, 'vectors', lengthBytes(vectorsetId(), 64), ...parts), 'vectors', 'module', [], {
    moduleType: 'vectorset',
    length: 4,
  }),
];

const before = (bytes: Buffer, given: Sample, facts: Partial<ReadKey>): Sample => ({
  bytes: Buffer.concat([bytes, given.bytes]),
  key: { ...given.key!, ...facts },
});

const prefixed: Sample[] = [
  before(expireAt(EXPIRY), sample(stringRecord('expires', 'v'), 'expires', 'string', singles('v')), {
    expireAtMs: EXPIRY,
    length: 1,
  }),
  before(Buffer.of(OPCODE.expireSeconds, 1, 0, 0, 0x80), sample(stringRecord('old', 'v'), 'old', 'string', singles('v')), {
    expireAtMs: (2 ** 31 + 1) * 1000,
  }),
  before(
    Buffer.concat([expireAt(EXPIRY), Buffer.of(OPCODE.idle), lengthBytes(90_000), Buffer.of(OPCODE.frequency, 200)]),
    sample(stringRecord('idle', 'v'), 'idle', 'string', singles('v')),
    { expireAtMs: EXPIRY, idleSeconds: 90_000, frequency: 200 },
  ),
];

const common: Sample[] = [
  { bytes: aux('redis-bits', '64'), key: null },
  operation(OPCODE.function2, rawString('#!lua name=lib\nreturn 1')),
  operation(OPCODE.moduleAux, lengthBytes(MODULE_ID, 64), lengthBytes(2), lengthBytes(1), ...parts),
  operation(OPCODE.resizeDb, lengthBytes(10), lengthBytes(2)),
  operation(OPCODE.slotInfo, lengthBytes(1), lengthBytes(2), lengthBytes(3)),
  ...strings,
  ...lists,
  ...sets,
  ...zsets,
  ...hashes,
  ...prefixed,
  stream(TYPE.stream1, 1),
  stream(TYPE.stream2, 2),
  stream(TYPE.stream3, 3),
  ...modules,
];

/** Names and values of a hash whose names a template has. */
const templated: Entry[] = [
  ['age', '42'],
  ['name', 'somebody'],
];
const TEMPLATE = 300;
const templateNames = (): Buffer[] => [lengthBytes(2), ...templated.map(([field]) => rawString(field!))];
const templateValues = listpackOf([wide(TEMPLATE), ...templated.map(([, value]) => text(value!))]);
const template = (): Sample => operation(OPCODE.hashTemplate, lengthBytes(TEMPLATE), ...templateNames());

const templateHash = (type: number, name: string, encoding: string, ...value: Buffer[]): Sample =>
  sample(record(type, name, ...value), name, 'hash', templated, { encoding });

const templates = (): Sample[] => {
  const values = templated.map(([, value]) => rawString(value!));
  const [listpack, array] = ['template-listpack', 'template-array'];
  const packedNames = blob(listpackOf(templated.map(([field]) => text(field!))));
  return [
    templateHash(TYPE.templateListpack, 't29', listpack, lengthBytes(0), packedNames, blob(templateValues)),
    templateHash(TYPE.templateListpack, 't29 plain', listpack, lengthBytes(1), ...templateNames(), blob(templateValues)),
    templateHash(TYPE.templateListpackRef, 't30', listpack, blob(templateValues)),
    templateHash(TYPE.templateArray, 't31', array, lengthBytes(1), ...templateNames(), ...values),
    templateHash(TYPE.templateArrayRef, 't32', array, lengthBytes(TEMPLATE), ...values),
  ];
};

const arrays: Sample[] = [
  sample(
    record(
      TYPE.array,
      'array',
      ...[4, 1, 2 ** 20].map((each) => lengthBytes(each)),
      ...[0, 1].map((each) => lengthBytes(each)),
      Buffer.alloc(8, 0xff),
      ...[7, 2].map((each) => lengthBytes(each)),
      doubleBytes(0.5),
      lengthBytes(8),
      lengthBytes(3),
      rawString('short'),
      lengthBytes(2n ** 64n - 2n, 64),
      lengthBytes(0),
      rawString('longer than a pointer'),
    ),
    'array',
    'module',
    [],
    { moduleType: 'array', length: 4 },
  ),
  sample(record(TYPE.array, 'array2', ...[1, 0, 0, 3].map((each) => lengthBytes(each)), rawString('a')), 'array2', 'module', [], {
    moduleType: 'array',
    length: 1,
  }),
];

/** The second between what is said of a key and the key. */
const enterprise: Sample[] = [
  operation(OPCODE.enterpriseSlot, lengthBytes(12_000)),
  before(
    Buffer.concat([expireAt(EXPIRY), Buffer.of(OPCODE.enterpriseLastUse), lengthBytes(4_000_000_000)]),
    sample(stringRecord('enterprise', 'v'), 'enterprise', 'string', singles('v')),
    { expireAtMs: EXPIRY },
  ),
];

const keyMeta: Sample = before(
  Buffer.concat([Buffer.of(OPCODE.keyMetaOrSlotImport), lengthBytes(1), Buffer.alloc(4, 7), ...parts]),
  sample(stringRecord('meta', 'v'), 'meta', 'string', singles('v')),
  {},
);

/** As Redis 8.10 might write it, but for the layouts that it only reads, and for what only Redis Enterprise writes. */
export const redisSamples: readonly Sample[] = [
  { bytes: aux('redis-ver', '8.10.0'), key: null },
  template(),
  ...common,
  ...redisFieldTtls,
  stream(TYPE.stream4, 4),
  stream(TYPE.stream5, 5),
  ...templates(),
  ...arrays,
  ...enterprise,
  keyMeta,
];

export const valkeySamples: readonly Sample[] = [
  { bytes: aux('valkey-ver', '9.0.0'), key: null },
  ...common,
  operation(OPCODE.keyMetaOrSlotImport, rawString('migration'), lengthBytes(2), ...[1, 2, 5, 9].map((slot) => lengthBytes(slot))),
  valkeyFieldTtl,
];

/** All of them in two databases. */
export function everyKind(samples: readonly Sample[], start: string): Buffer {
  const records = samples.map(({ bytes }) => bytes);
  return snapshotFile([...records, selectDb(15), stringRecord('other', 'db')], { start });
}

export const redisFile = (): Buffer => everyKind(redisSamples, 'REDIS0016');
export const valkeyFile = (): Buffer => everyKind(valkeySamples, 'VALKEY080');
