/** What only servers of other makes, or later ones, write; and what no server keeps. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPCODE, TYPE } from '../../src/lib/snapshot/opcodes.js';
import { ValueReader } from '../../src/lib/snapshot/thread/read-value.js';
import { record, snapshotFile, stringRecord } from './support/file.js';
import { intsetOf, listpackOf, ziplistOf, zipmapOf } from './support/packed.js';
import { readSnapshot } from './support/read-snapshot.js';
import { blob, lengthBytes, rawString } from './support/strings.js';

const template = (id: number, ...names: string[]): Buffer =>
  Buffer.concat([Buffer.of(OPCODE.hashTemplate), lengthBytes(id), lengthBytes(names.length), ...names.map(rawString)]);

const reference = (name: string, id: number, ...values: string[]): Buffer =>
  record(TYPE.templateArrayRef, name, lengthBytes(id), ...values.map(rawString));

test('records of Redis Enterprise are passed over and counted', () => {
  const bytes = snapshotFile([
    Buffer.concat([Buffer.of(OPCODE.enterpriseLastUse), lengthBytes(67)]),
    stringRecord('b', '2'),
    Buffer.concat([Buffer.of(OPCODE.enterpriseSlot), lengthBytes(5)]),
    stringRecord('c', '3'),
  ]);
  const { keys, summary } = readSnapshot(bytes);
  expect(keys.map(({ name }) => name)).toEqual(['b', 'c']);
  expect(summary).toMatchObject({ problem: null, checksum: 'ok', enterpriseRecords: 2 });
});

test('a collection without elements is no key', () => {
  const nothing = lengthBytes(0);
  const empty = [
    record(TYPE.list, 'a', nothing),
    record(TYPE.listZiplist, 'b', blob(ziplistOf([]))),
    record(TYPE.listQuicklist2, 'c', nothing),
    record(TYPE.set, 'd', nothing),
    record(TYPE.setIntset, 'e', blob(intsetOf([], 2))),
    record(TYPE.setListpack, 'f', blob(listpackOf([]))),
    record(TYPE.zset, 'g', nothing),
    record(TYPE.zsetListpack, 'h', blob(listpackOf([]))),
    record(TYPE.hash, 'i', nothing),
    record(TYPE.hashListpack, 'j', blob(listpackOf([]))),
    record(TYPE.hashZipmap, 'k', blob(zipmapOf([]))),
  ];
  for (const visit of [false, true]) {
    const { keys, summary } = readSnapshot(snapshotFile([...empty, stringRecord('text', '')]), { visit });
    expect(keys.map(({ name }) => name)).toEqual(['text']);
    expect(summary).toMatchObject({ problem: null, keys: 1, emptyKeys: empty.length });
  }
});

test('a file says how many keys its databases hold', () => {
  const sizes = (keys: number): Buffer => Buffer.concat([Buffer.of(OPCODE.resizeDb), lengthBytes(keys), lengthBytes(0)]);
  expect(readSnapshot(snapshotFile([sizes(2), stringRecord('a', '1'), sizes(3)])).summary.statedKeys).toBe(5);
  expect(readSnapshot(snapshotFile([stringRecord('a', '1')])).summary.statedKeys).toBeNull();
});

test('a hash whose template is missing cannot be passed, and the byte is named', () => {
  const { keys, summary } = readSnapshot(snapshotFile([template(1, 'a'), reference('known', 1, 'x'), reference('lost', 2, 'y')]));
  expect(keys.map(({ name }) => name)).toEqual(['known']);
  expect(summary.problem).toMatchObject({ code: 'corrupt-value' });
  expect(summary.problem?.message).toContain('whose template is missing');
});

test('templates without end do not fill memory', () => {
  const many = Array.from({ length: 2 ** 17 + 1 }, (_, id) => template(id, 'n'));
  expect(readSnapshot(snapshotFile(many)).summary.problem).toMatchObject({ code: 'absurd-length' });
});

test('names of templates that are too many or too long to be kept come as absent, and the hash is counted', () => {
  const names = Array.from({ length: 5000 }, (_, number) => `n${number}`);
  const bytes = snapshotFile([
    template(1, ...names),
    template(2, 'x'.repeat(5000)),
    reference('wide', 1, ...names.map(() => 'v')),
    reference('long', 2, 'v'),
  ]);
  const [wide, long] = readSnapshot(bytes, { visit: true }).keys;
  expect(wide).toMatchObject({ length: 5000 });
  expect(wide!.entries[0]).toEqual([null, 'v']);
  expect(long).toMatchObject({ length: 1, entries: [[null, 'v']] });
});

test('a value that is read again by itself finds its template', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meter-again-'));
  const file = join(folder, 'templates.rdb');
  const bytes = snapshotFile([template(1, 'a', 'b'), stringRecord('first', '1'), reference('hash', 1, 'x', 'y')]);
  await writeFile(file, bytes);
  const handle = await open(file);
  const found: unknown[] = [];
  const { offset } = readSnapshot(bytes).keys[1]!;
  new ValueReader(handle.fd).read(offset, { entry: (field, value) => void found.push([field, value]) });
  await handle.close();
  await rm(folder, { recursive: true });
  expect(found).toEqual([
    ['a', 'x'],
    ['b', 'y'],
  ]);
});

test('a type that is not known ends the reading, and is named', () => {
  const { keys, summary } = readSnapshot(snapshotFile([stringRecord('a', '1'), record(33, 'gcra', lengthBytes(7))]));
  expect(keys).toHaveLength(1);
  expect(summary.problem).toMatchObject({ code: 'unknown-type', message: expect.stringContaining('the type 33') as string });
});

test('242 is an operation of Redis alone', () => {
  const { summary } = readSnapshot(snapshotFile([template(1, 'a')], { start: 'VALKEY080' }));
  expect(summary.problem).toMatchObject({ code: 'unknown-opcode' });
});
