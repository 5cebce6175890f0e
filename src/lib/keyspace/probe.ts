/** Small questions about single keys, asked after the scan to settle what the names alone leave open. */

export interface KeyRef {
  readonly db: number;
  /** Byte string. */
  readonly name: string;
}

/** Each answer is `null` where it could not be had. */
export interface KeyProbe {
  exists(keys: readonly KeyRef[]): Promise<(boolean | null)[]>;
  hasField(keys: readonly KeyRef[], field: string): Promise<(boolean | null)[]>;
  isMember(keys: readonly KeyRef[], member: string): Promise<(boolean | null)[]>;
  /** The element of a list at that place, counted from 0 and among the first few, as a byte string. */
  element(keys: readonly KeyRef[], at: number): Promise<(string | null)[]>;
  /** The beginning of a string, as a byte string. */
  text(keys: readonly KeyRef[]): Promise<(string | null)[]>;
  /** Of so many questions those that may still be asked under the command ceiling; the others are left out. */
  room(wanted: number): number;
  /** Questions that the command ceiling has left out. */
  leftOut(): number;
}

/** Keys of a family that are asked for a field, or for their first elements, at most. */
export const VALUE_SAMPLES = 8;
/** Elements of a list that may be asked for, from the first. */
export const FIRST_ELEMENTS = 3;
/** Bytes of a string that are told. */
export const TEXT_BYTES = 64;
