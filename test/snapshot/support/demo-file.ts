/** A small snapshot by the writer of the made-up relay. */
import { hashEntry, listEntry, setEntry, streamEntry, stringEntry, zsetEntry, type Entry } from '../../../src/lib/demo/entry.js';
import { writeSnapshot } from '../../../src/lib/demo/rdb/snapshot.js';
import { randomWord, seededRandom } from '../../support/random.js';

export function demoFile(seed: number): Buffer {
  const random = seededRandom(seed);
  const entries = [...Array(6).keys()].flatMap((round) => roundOf(round, random));
  const snapshot = writeSnapshot(entries[Symbol.iterator](), {
    now: new Date(1_790_000_000_000),
    size: { keys: entries.length, expiring: entries.filter(({ ttl }) => ttl !== null).length },
  });
  return Buffer.concat([...snapshot]);
}

function roundOf(round: number, random: () => number): Entry[] {
  const word = (most: number): string => randomWord(random, Math.ceil(random() * most));
  const many = <Item>(most: number, make: (index: number) => Item): Item[] =>
    Array.from({ length: Math.ceil(random() * most) }, (_, index) => make(index));
  const place = (pattern: string) => ({
    pattern: `${pattern}:{id}`,
    values: { id: String(round) },
    ttl: random() < 0.5 ? null : 1000 + Math.floor(random() * 1e9),
  });
  return [
    stringEntry(place('text'), word(90)),
    stringEntry(place('number'), Math.floor(random() * 10 ** (1 + round * 2)) - 5),
    hashEntry(place('hash'), Object.fromEntries(many(20, () => [word(12), word(round === 5 ? 100 : 30)]))),
    setEntry(
      place('set'),
      many(20, () => word(10)),
    ),
    setEntry(
      place('integers'),
      many(20, (index) => String(index * 10 ** round)),
    ),
    zsetEntry(
      place('zset'),
      many(20, (index) => [word(10), index / 4] as const),
    ),
    listEntry(
      place('list'),
      many(30, () => word(round * 100 + 10)),
    ),
    streamEntry(
      place('stream'),
      many(30, (index) => ({ id: `${1_790_000_000_000 + index}-${round}`, data: word(200) })),
    ),
  ];
}
