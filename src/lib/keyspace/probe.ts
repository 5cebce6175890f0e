/** Small questions about single keys, asked after the scan about facts that the names do not show. */

export interface KeyRef {
  readonly db: number;
  /** Byte string. */
  readonly name: string;
}

/** An answer is `null` when it is not available. */
export interface KeyProbe {
  exists(keys: readonly KeyRef[]): Promise<(boolean | null)[]>;
  /** Redis types; `none`: no such key. */
  type(keys: readonly KeyRef[]): Promise<(string | null)[]>;
  hasField(keys: readonly KeyRef[], field: string): Promise<(boolean | null)[]>;
  /** The field of a hash, as a byte string; `text` `null`: there is none. */
  field(keys: readonly KeyRef[], field: string): Promise<({ text: string | null } | null)[]>;
  isMember(keys: readonly KeyRef[], member: string): Promise<(boolean | null)[]>;
  /** The list element at index `at`, which must be below `FIRST_ELEMENTS`, as a byte string. */
  element(keys: readonly KeyRef[], at: number): Promise<(string | null)[]>;
  /** The first bytes of a string, as a byte string. */
  text(keys: readonly KeyRef[]): Promise<(string | null)[]>;
  /** ms; -1: none, -2: no such key. */
  ttl(keys: readonly KeyRef[]): Promise<(number | null)[]>;
  /** The logarithmic frequency of use, 0 to 255, where the server evicts by it. */
  frequency(keys: readonly KeyRef[]): Promise<(number | null)[]>;
  /** The server's clock, in ms. */
  time(): Promise<number | null>;
  /** Number of the `wanted` questions that the command ceiling still allows; the rest are skipped. */
  room(wanted: number): number;
  /** Number of questions skipped because of the command ceiling. */
  leftOut(): number;
}

/** Maximum keys of a family that are asked for a field or for their first elements. */
export const VALUE_SAMPLES = 8;
/** Number of first list elements that may be asked for. */
export const FIRST_ELEMENTS = 3;
/** Maximum bytes returned of a string. */
export const TEXT_BYTES = 64;
