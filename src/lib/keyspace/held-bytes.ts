/** Estimates the bytes of a dimension value's keys from those keys that were read. */

/** What the keys of one family in one database have in common. */
export interface HoldingOrigin {
  /** True when the keys are traces of the value, which become orphans when its entity is deleted. */
  readonly isUse: boolean;
  /** Keys of known size, and the sum of their sizes. */
  readonly read: number;
  readonly bytes: number;
  /** Mean size in the family, over all databases; 0: unknown. */
  readonly familyMean: () => number;
}

/** One value's keys of one origin. */
export interface Holding {
  readonly origin: HoldingOrigin;
  keys: number;
  /** Keys that no longer existed when they were read. */
  gone: number;
  read: number;
  bytes: number;
}

/** One value's keys, in the order of the origins. */
export type Holdings = readonly (Holding | undefined)[];

export interface HeldBytes {
  keys: number;
  /** `null`: no size is known. */
  bytes: number | null;
  /** `at-least`: the sizes of some keys are entirely unknown. */
  how: 'counted' | 'estimated' | 'at-least';
}

/** Number of known sizes that makes the nearer mean better than a wider one. */
const ENOUGH = 8;

/** The size of an unread key is the mean of similar keys: the value's own, else the database's, else the family's. */
export function heldBytes(holdings: Holdings, only: (origin: HoldingOrigin) => boolean = () => true): HeldBytes {
  let [keys, bytes, known, unread, unknown] = [0, 0, 0, 0, 0];
  for (const holding of holdings) {
    if (!holding || !only(holding.origin)) continue;
    const { origin } = holding;
    keys += holding.keys;
    bytes += holding.bytes;
    known += holding.read;
    const left = Math.max(0, holding.keys - holding.gone - holding.read);
    if (left === 0) continue;
    const mean = meanOf(origin, holding);
    if (mean === null) {
      unknown += left;
    } else {
      unread += left;
      bytes += left * mean;
    }
  }
  return {
    keys,
    bytes: known + unread === 0 ? null : Math.round(bytes),
    how: unknown > 0 ? 'at-least' : unread > 0 ? 'estimated' : 'counted',
  };
}

function meanOf(origin: HoldingOrigin, holding: Holding): number | null {
  if (holding.read >= ENOUGH) return holding.bytes / holding.read;
  if (origin.read >= ENOUGH) return origin.bytes / origin.read;
  return origin.familyMean() || null;
}
