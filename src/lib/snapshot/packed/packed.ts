/** Gets each entry of a packed value as a byte string; integers in decimal. */
export type PackedVisitor = (text: string, isInteger: boolean) => void;

export const decimal = (value: number | bigint): string => value.toString();

/** The last byte of listpacks, ziplists and zipmaps. */
export const END = 0xff;

/** A packed value of that many bytes before its first entry, whose first four tell its length. */
export const isFramed = (bytes: Buffer, header: number): boolean =>
  bytes.length > header && bytes.readUInt32LE(0) === bytes.length && bytes[bytes.length - 1] === END;

const SATURATED = 65_535;

/** Entries as the 16 bits at `at` have them; `null` when they have to be counted. */
export function headCount(bytes: Buffer, at: number): number | null {
  const count = bytes.readUInt16LE(at);
  return count === SATURATED ? null : count;
}
