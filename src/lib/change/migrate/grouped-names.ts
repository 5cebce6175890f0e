/**
 * Fine names by the coarse keys that they add up to. They lie in partitions by the coarse name, in files beyond a few megabytes, so that only one
 * partition's names are ever in memory: 32 of them hold twelve million names in less than 100 MB.
 */
import { NameList } from '../name-list.js';
import type { CoarseKey, RollupPair } from './rollup-pair.js';

const PARTITIONS = 32;

export interface Group {
  pair: RollupPair;
  coarse: CoarseKey;
  /** Each once, though SCAN may have told it twice. */
  names: readonly string[];
}

export class GroupedNames {
  readonly #names = new NameList();

  constructor(
    private readonly pairs: readonly RollupPair[],
    private readonly utcOffset: number,
  ) {}

  add(pair: RollupPair, coarse: CoarseKey, name: string): void {
    this.#names.add(partitionOf(coarse.name), String.fromCharCode(this.pairs.indexOf(pair)) + name);
  }

  *groups(): Generator<Group> {
    for (let partition = 0; partition < PARTITIONS; partition++) yield* this.#partition(partition);
  }

  close(): void {
    this.#names.close();
  }

  *#partition(partition: number): Generator<Group> {
    const groups = new Map<string, { pair: RollupPair; coarse: CoarseKey; names: Set<string> }>();
    for (const entries of this.#names.batches(partition, 1_000)) {
      for (const entry of entries) {
        const [pair, name] = [this.pairs[entry.charCodeAt(0)]!, entry.slice(1)];
        const coarse = pair.coarseOf(name, this.utcOffset)!;
        const key = `${entry[0]}${coarse.name}`;
        const group = groups.get(key) ?? { pair, coarse, names: new Set() };
        groups.set(key, group);
        group.names.add(name);
      }
    }
    for (const { pair, coarse, names } of groups.values()) yield { pair, coarse, names: [...names] };
  }
}

/** FNV-1a. */
function partitionOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
}
