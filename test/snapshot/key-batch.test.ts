import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchWriter, eachKey, type KeyBatch } from '../../src/lib/snapshot/key-batch.js';
import { SNAPSHOT_TYPES, type CountedKey } from '../../src/lib/snapshot/snapshot-key.js';

const byteString = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
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

function keysOf(batch: KeyBatch): CountedKey[] {
  const keys: CountedKey[] = [];
  eachKey(batch, (key) => void keys.push(key));
  return keys;
}

test('what goes into a batch comes out of it, and once only', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyKey, { maxLength: 20 }), { maxLength: 4 }), (batches) => {
      const writer = new BatchWriter();
      for (const keys of batches) {
        for (const key of keys) writer.add(key);
        expect(keysOf(structuredClone(writer.take()))).toEqual(keys);
      }
    }),
  );
});

test('more and longer keys than a batch expects', () => {
  const writer = new BatchWriter();
  const keys = Array.from({ length: 5000 }, (_, index): CountedKey => ({
    db: 0,
    name: index === 4000 ? '\xff'.repeat(300_000) : `key:${index}`,
    type: 'hash',
    moduleType: null,
    expireAtMs: index,
    offset: index,
    length: null,
    bytes: 2 ** 40 + index,
  }));
  for (const key of keys) writer.add(key);
  expect(keysOf(writer.take())).toEqual(keys);
  expect(keysOf(writer.take())).toEqual([]);
});
