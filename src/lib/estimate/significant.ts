/** The number to 12 significant digits: sums of shares then say 93, not 93.00000000000001. */
export const significant = (value: number): number => Number(value.toPrecision(12));
