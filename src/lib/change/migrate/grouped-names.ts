/**
 * Fine names by the coarse keys that they add up to. They are in partitions by coarse name, and in files beyond a few megabytes,
 * so only the names of one partition are in memory: a hundred thousand of twelve million.
 */
import { keySegments } from '../../profile/pattern.js';
import { NameList } from '../engine/name-list.js';
import type { CoarseKey } from './coarse-names.js';
import type { RollupPair } from './rollup-pair.js';

const PARTITIONS = 128;
/** Bytes of each partition in memory before they are written to its file. */
const CHUNK = 1 << 16;

export interface Group {
  pair: RollupPair;
  coarse: CoarseKey;
  /** Each once, although SCAN may have returned it twice. */
  names: readonly string[];
  /** Its number among all groups. */
  number: number;
}

export class GroupedNames {
  readonly #names = new NameList(CHUNK);
  readonly #dropped: boolean[] = [];

  constructor(private readonly pairs: readonly RollupPair[]) {}

  add(pair: RollupPair, coarse: CoarseKey, name: string): void {
    this.#names.add(partitionOf(coarse.name), String.fromCharCode(this.pairs.indexOf(pair)) + name);
  }

  /** Always in the same order, without dropped groups. */
  *groups(): Generator<Group> {
    let number = 0;
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (const group of this.#partition(partition)) {
        if (!this.#dropped[number]) yield { ...group, names: [...new Set(group.names)], number };
        number++;
      }
  }

  /** Drops a group that needs no change. */
  drop({ number }: Group): void {
    this.#dropped[number] = true;
  }

  close(): void {
    this.#names.close();
  }

  *#partition(partition: number): Generator<Gathered> {
    const byPair = this.pairs.map(() => new Map<string, Gathered>());
    for (const entries of this.#names.batches(partition, 1_000))
      for (const entry of entries) {
        const [at, name] = [entry.charCodeAt(0), entry.slice(1)];
        const [pair, groups] = [this.pairs[at]!, byPair[at]!];
        const coarse = pair.coarseOf(keySegments(name))!;
        const known = groups.get(coarse.name);
        if (known) known.names.push(name);
        else groups.set(coarse.name, { pair, coarse, names: [name] });
      }
    for (const groups of byPair) yield* groups.values();
  }
}

interface Gathered {
  pair: RollupPair;
  coarse: CoarseKey;
  names: string[];
}

/** FNV-1a. */
function partitionOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}
