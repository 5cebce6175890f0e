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
  /** The first element of a list, as a byte string. */
  firstElement(keys: readonly KeyRef[]): Promise<(string | null)[]>;
  /** Of so many questions those that may still be asked under the command ceiling; the others are left out. */
  room(wanted: number): number;
  /** Questions that the command ceiling has left out. */
  leftOut(): number;
}

/** Keys of a family that are asked for a field, or for their first element, at most. */
export const VALUE_SAMPLES = 8;
