import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchReader, BatchWriter } from '../../../src/lib/snapshot/thread/key-batch.js';
import { SNAPSHOT_TYPES, type CountedKey } from '../../../src/lib/snapshot/snapshot-key.js';

/** Also empty segments, and such as are too long to be kept. */
const byteString = fc
  .array(fc.uint8Array({ maxLength: 45 }), { maxLength: 5 })
  .map((parts) => parts.map((part) => Buffer.from(part).toString('latin1')).join(':'));
const number = fc.nat(2 ** 40);

const anyKey: fc.Arbitrary<CountedKey> = fc
  .record({
    db: fc.nat(20),
    name: byteString,
    type: fc.constantFrom(...SNAPSHOT_TYPES),
    moduleType: fc.constantFrom('vectorset', 'json'),
    expireAtMs: fc.option(number),
    offset: number,
    length: fc.option(number),
    bytes: number,
  })
  .map((key) => ({ ...key, moduleType: key.type === 'module' ? key.moduleType : null }));

/** Keys as they are written, and as they are read. */
class Line {
  readonly #writer = new BatchWriter(2);
  readonly #reader = new BatchReader((text) => ({ text }));

  send(keys: readonly CountedKey[]): void {
    for (const key of keys) {
      const name = Buffer.from(`-${key.name}-`, 'latin1');
      this.#writer.takeName(name, 1, name.length - 1);
      this.#writer.add(key);
    }
  }

  /** The beginning of a key, which may never be complete. */
  begin(name: string): void {
    this.#writer.takeName(Buffer.from(name, 'latin1'), 0, name.length);
  }

  end(key: CountedKey): void {
    this.#writer.add(key);
  }

  receive(): CountedKey[] {
    const keys: CountedKey[] = [];
    this.#reader.each(structuredClone(this.#writer.take()), (key) => {
      const { db, name, type, moduleType, expireAtMs, offset, length, bytes, segments } = key;
      const cut = segments?.map(({ text }) => text).join(':');
      if (cut !== name) throw new Error(`${cut} is not ${name}`);
      keys.push({ db, name, type, moduleType, expireAtMs, offset, length, bytes });
    });
    return keys;
  }
}

test('what goes into a batch comes out of it, and once only', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyKey, { maxLength: 20 }), { maxLength: 4 }), byteString, (batches, broken) => {
      const line = new Line();
      for (const keys of batches) {
        line.send(keys);
        line.begin(broken);
        expect(line.receive()).toEqual(keys);
      }
    }),
  );
});

const numbered = (index: number, name: string): CountedKey => ({
  db: 0,
  name,
  type: 'hash',
  moduleType: null,
  expireAtMs: index,
  offset: index,
  length: null,
  bytes: 2 ** 40 + index,
});

test('a key whose value goes on in the next chunk is in the next batch', () => {
  const line = new Line();
  const [first, second, third] = [numbered(1, 'a:b'), numbered(2, 'cd:e:f'), numbered(3, 'g')] as const;
  line.send([first]);
  line.begin(second.name);
  expect(line.receive()).toEqual([first]);
  expect(line.receive()).toEqual([]);
  line.end(second);
  line.send([third]);
  expect(line.receive()).toEqual([second, third]);
});

test('more and longer keys than a batch expects, also of nothing but colons', () => {
  const odd = new Map([
    [3000, ':'.repeat(100_000)],
    [4000, '\xff'.repeat(300_000)],
  ]);
  const keys = Array.from({ length: 5000 }, (_, index) => numbered(index, odd.get(index) ?? `key:${index}`));
  const line = new Line();
  line.send(keys);
  expect(line.receive()).toEqual(keys);
  expect(line.receive()).toEqual([]);
});

test('segments that share a place are told apart', () => {
  // More different ones than there are places, each of them twice.
  const names = Array.from({ length: 34_000 }, (_, index) => `${index * 7919}:same:${index % 10}`);
  const line = new Line();
  for (const part of [names, names.slice(17_000)]) {
    line.send(part.map((name, index) => numbered(index, name)));
    expect(line.receive().map(({ name }) => name)).toEqual(part);
  }
});
