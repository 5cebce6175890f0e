/** Groups keys, so that one script can have all of a group: in a cluster by slot, otherwise up to a number. */
import calculateSlot from 'cluster-key-slot';

/** Keys of one script: enough to save round trips, and too few to delay other clients. */
const TOGETHER = 200;

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string, cluster: boolean): T[][] {
  const slots = new Map<number, T[]>();
  for (const item of items) {
    const slot = cluster ? calculateSlot(keyOf(item)) : 0;
    const own = slots.get(slot);
    if (own) own.push(item);
    else slots.set(slot, [item]);
  }
  return [...slots.values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / TOGETHER) }, (_, at) => own.slice(at * TOGETHER, (at + 1) * TOGETHER)),
  );
}
