/** Bytes of the keys that a value of a dimension holds, from those of them that were read. */

/** The keys of one family in one database, whoever holds them. */
export interface Origin {
  /** Its place among the origins of its table. */
  readonly ordinal: number;
  /** True when they are traces of the value, which become orphans when it goes. */
  isUse: boolean;
  /** Keys whose size is known, and the sum of their sizes. */
  read: number;
  bytes: number;
  /** Mean size in the family, over all databases; 0 when none is known. */
  familyMean(): number;
}

/** What one value holds of an origin. */
export interface Holding {
  readonly origin: Origin;
  keys: number;
  /** Keys that were gone when they were to be read. */
  gone: number;
  read: number;
  bytes: number;
}

/** What one value holds, each at its origin's place. */
export type Holdings = readonly (Holding | undefined)[];

export interface HeldBytes {
  keys: number;
  /** `null`: nothing is known of any size. */
  bytes: number | null;
  /** `at-least`: there are keys of whose size nothing at all is known. */
  how: 'counted' | 'estimated' | 'at-least';
}

/** So many sizes make a mean that is better than one of keys further off. */
const ENOUGH = 8;

/** Sizes of keys that were not read are the mean of their like: of the value's own, else of the database's, else of the family's. */
export function heldBytes(holdings: Holdings, only: (origin: Origin) => boolean = () => true): HeldBytes {
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

function meanOf(origin: Origin, holding: Holding): number | null {
  if (holding.read >= ENOUGH) return holding.bytes / holding.read;
  if (origin.read >= ENOUGH) return origin.bytes / origin.read;
  return origin.familyMean() || null;
}
