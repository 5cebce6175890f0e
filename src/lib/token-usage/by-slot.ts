/** Groups keys, so that one script can have all of a group: in a cluster by slot, otherwise up to a number. */
import { bySlot } from '../client/slots.js';

/** Keys of one script: enough to save round trips, and too few to delay other clients. */
const TOGETHER = 200;

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string, cluster: boolean): T[][] {
  return [...bySlot(items, keyOf, cluster).values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / TOGETHER) }, (_, at) => own.slice(at * TOGETHER, (at + 1) * TOGETHER)),
  );
}
