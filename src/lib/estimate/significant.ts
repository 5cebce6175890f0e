/** The number with 12 significant digits, so that sums of shares read 93 and not 93.00000000000001. */
export const significant = (value: number): number => Number(value.toPrecision(12));
