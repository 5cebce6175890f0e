/** Slots of a Redis Cluster, and texts that belong to each. */
import calculateSlot from 'cluster-key-slot';

const SLOTS = 16_384;

export const slotOf = (key: string): number => calculateSlot(key);

/** Groups by the slot of a key; without a cluster there is one group. */
export function bySlot<T>(items: readonly T[], keyOf: (item: T) => string, isCluster: boolean): Map<number, readonly T[]> {
  if (!isCluster) return new Map([[0, items]]);
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const slot = calculateSlot(keyOf(item));
    const group = groups.get(slot);
    if (group) group.push(item);
    else groups.set(slot, [item]);
  }
  return groups;
}

/** For each slot a number that, as the hash tag of a key, puts the key there. */
export class SlotTags {
  #tags: string[] | null = null;

  of(slot: number): string {
    return (this.#tags ??= tagsOfAll())[slot]!;
  }
}

function tagsOfAll(): string[] {
  const tags: string[] = [];
  let found = 0;
  for (let number = 0; found < SLOTS; number++) {
    const tag = String(number);
    const slot = calculateSlot(tag);
    if (tags[slot] !== undefined) continue;
    tags[slot] = tag;
    found++;
  }
  return tags;
}
