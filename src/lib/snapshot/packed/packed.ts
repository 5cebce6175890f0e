/** Receives each entry of a packed value as a byte string; integers in decimal. */
export type PackedVisitor = (text: string, isInteger: boolean) => void;

export const decimal = (value: number | bigint): string => value.toString();

/** The last byte of listpacks, ziplists and zipmaps. */
export const END = 0xff;

/** True when a packed value is longer than its header, its first four bytes match its length, and its last byte is `END`. */
export const isFramed = (bytes: Buffer, header: number): boolean =>
  bytes.length > header && bytes.readUInt32LE(0) === bytes.length && bytes[bytes.length - 1] === END;

const SATURATED = 65_535;

/** Number of entries from the 16 bits at `at`; `null`: they must be counted. */
export function headCount(bytes: Buffer, at: number): number | null {
  const count = bytes.readUInt16LE(at);
  return count === SATURATED ? null : count;
}
