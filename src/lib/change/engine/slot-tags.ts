import { slotOfKey } from '../../redis/cluster.js';

const SLOTS = 16_384;

/** A number for each slot, for use as a hash tag. Takes about 160,000 tries. */
export function slotTags(): number[] {
  const tags = Array.from({ length: SLOTS }, () => -1);
  for (let [tag, missing] = [0, SLOTS]; missing > 0; tag++) {
    const slot = slotOfKey(String(tag));
    if (tags[slot] !== -1) continue;
    tags[slot] = tag;
    missing--;
  }
  return tags;
}
