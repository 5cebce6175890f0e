import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { NameList } from '../../../src/lib/change/engine/name-list.js';

let lists: NameList[] = [];
afterEach(() => {
  for (const list of lists) list.close();
  lists = [];
});
const newList = (): NameList => {
  const list = new NameList();
  lists.push(list);
  return list;
};

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString('latin1'));

test('each node gets its own names back, in their order, in batches of the size', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), bytes)), fc.integer({ min: 1, max: 9 }), (added, size) => {
      const list = newList();
      for (const [node, name] of added) list.add(node, name);
      for (const node of [0, 1, 2]) {
        const batches = [...list.batches(node, size)];
        expect(batches.flat()).toEqual(added.filter(([where]) => where === node).map(([, name]) => name));
        for (const batch of batches.slice(0, -1)) expect(batch).toHaveLength(size);
      }
    }),
  );
});

test('megabytes of them lie in a file without a name, long ones among them', async () => {
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('meter-'));
  const list = newList();
  const names = Array.from({ length: 60_000 }, (_, index) => `usage:${'k'.repeat(index % 90)}:${index}\xff`);
  names.splice(30_000, 0, 'x'.repeat(3 << 20), '');
  for (const name of names) list.add(0, name);
  const read = [...list.batches(0, 1_000)].flat();
  expect(read.length).toBe(names.length);
  expect(read.every((name, index) => name === names[index])).toBe(true);
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith('meter-') && !before.includes(name));
  // Other tests run beside this one; none of theirs holds a list of names.
  for (const folder of left) expect(await readdir(`${tmpdir()}/${folder}`).catch(() => [])).not.toContain('names');
});
