/** Gets each entry of a packed value as a byte string; integers in decimal. */
export type PackedVisitor = (text: string, isInteger: boolean) => void;

export const decimal = (value: number | bigint): string => value.toString();
