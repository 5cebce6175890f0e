/** Characters that start a formula in a spreadsheet, including the full-width signs. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A cell that no spreadsheet runs as a formula. Such text gets a leading apostrophe, numbers stay numbers, `null` becomes empty.
 */
export function guardCell(value: string | number | boolean | null): string | number {
  if (value === null) return '';
  if (typeof value === 'number') return value;
  const text = String(value);
  return FORMULA.test(text) ? `'${text}` : text;
}
