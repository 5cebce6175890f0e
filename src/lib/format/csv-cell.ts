/** What spreadsheets take for the start of a formula, the full-width signs included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A cell that no spreadsheet runs as a formula: such text gets a leading apostrophe, numbers stay numbers, `null` is empty. */
export function guardCell(value: string | number | boolean | null): string | number {
  if (value === null) return '';
  if (typeof value === 'number') return value;
  const text = String(value);
  return FORMULA.test(text) ? `'${text}` : text;
}
