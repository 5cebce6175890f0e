import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocated } from '../../src/lib/snapshot/memory/allocator.js';
import { RaxNodes } from '../../src/lib/snapshot/memory/rax.js';

/** A node of a plain trie, one byte a step. */
interface TrieNode {
  children: Map<number, TrieNode>;
}

function trieOf(keys: readonly Buffer[]): TrieNode {
  const root: TrieNode = { children: new Map() };
  for (const key of keys) {
    let node = root;
    for (const byte of key) {
      const next = node.children.get(byte) ?? { children: new Map() };
      node.children.set(byte, next);
      node = next;
    }
  }
  return root;
}

/** Sizes of the nodes once each run of bytes without a branching is one node, as the server compresses it. */
function compressedNodes(node: TrieNode): number[] {
  let [end, run] = [node, 0];
  while (end.children.size === 1) {
    end = [...end.children.values()][0]!;
    run++;
  }
  const branches = end.children.size;
  const here = branches > 0 ? nodeBytes(branches, branches) : nodeBytes(0, 1);
  const below = [...end.children.values()].flatMap(compressedNodes);
  return [...(run > 0 ? [nodeBytes(run, 1)] : []), here, ...below];
}

/** A head of four bytes, the bytes of the node, padding, then its pointers. */
const nodeBytes = (bytes: number, pointers: number): number => allocated(4 + bytes + ((4 - (bytes % 8) + 8) % 8) + 8 * pointers);

/** The record of the tree itself. */
const TREE = 32;

describe('radix tree', () => {
  const keysOf = (length: number, bytes: number) =>
    fc
      .array(fc.uint8Array({ minLength: length, maxLength: length, max: bytes }), { minLength: 1, maxLength: 60 })
      .map((keys) => keys.map((key) => Buffer.from(key)).toSorted((a, b) => Buffer.compare(a, b)));

  test.each([
    [1, 255],
    [2, 3],
    [4, 2],
    [8, 1],
    [16, 1],
    [16, 255],
  ])('has as many nodes as a compressed trie, for keys of %i bytes up to %i', (length, bytes) => {
    fc.assert(
      fc.property(keysOf(length, bytes), (keys) => {
        const tree = new RaxNodes();
        for (const key of keys) tree.add(key);
        const nodes = compressedNodes(trieOf(keys));
        const bytes = TREE + nodes.reduce((sum, size) => sum + size, 0);
        const unique = new Set(keys.map((key) => key.toString('hex'))).size;
        expect(tree.size).toEqual({ keys: unique, nodes: nodes.length, bytes });
      }),
      { numRuns: 200 },
    );
  });

  test('is its root alone without keys', () => {
    expect(new RaxNodes().size).toEqual({ keys: 0, nodes: 1, bytes: TREE + allocated(8) });
  });

  test('keys of other lengths, or out of order, do no harm', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8, max: 2 }), { maxLength: 60 }), (keys) => {
        const tree = new RaxNodes();
        for (const key of keys) tree.add(Buffer.from(key));
        expect(tree.size.nodes).toBeGreaterThanOrEqual(1);
        expect(tree.size.nodes).toBeLessThanOrEqual(1 + keys.length * 10);
        expect(tree.size.bytes).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('allocator', () => {
  test('gives the size classes of jemalloc', () => {
    const classes = [8, 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280];
    classes.push(
      1536,
      1792,
      2048,
      2560,
      14_336,
      16_384,
      20_480,
      4_194_304,
      5_242_880,
      2 ** 30,
      5 * 2 ** 28,
      2 ** 31,
      5 * 2 ** 29,
    );
    for (const size of classes) expect(allocated(size)).toBe(size);
    for (const [index, size] of classes.slice(0, 20).entries()) expect(allocated(size + 1)).toBe(classes[index + 1]);
  });

  test('never gives less than was asked for, nor a quarter more beyond the small ones, and never less for more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 36 }), fc.nat(4096), (bytes, more) => {
        const size = allocated(bytes);
        expect(size).toBeGreaterThanOrEqual(bytes);
        expect(allocated(size)).toBe(size);
        expect(allocated(bytes + more)).toBeGreaterThanOrEqual(size);
        if (bytes > 128) expect(size).toBeLessThanOrEqual(bytes * 1.25);
      }),
      { numRuns: 1000 },
    );
  });
});
