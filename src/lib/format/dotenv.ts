/**
 * Parses a `.env` file as dotenv does (https://github.com/motdotla/dotenv, release 17), and keeps the position of every value.
 * Relays read their settings with dotenv or with libraries modelled on it.
 */

export type Quote = '' | "'" | '"' | '`';

/** One `NAME=value`. Positions count UTF-16 units from the start of the text. */
export interface Assignment {
  name: string;
  /** The value that a program receives. */
  value: string;
  quote: Quote;
  /** False when a colon separates name and value. dotenv accepts a colon; most other parsers do not. */
  byEquals: boolean;
  /** `start` is the start of the first line; `end` is the end of the last line, without its line break. */
  start: number;
  end: number;
  /** The range of the value with its quotes, without surrounding space. `from` equals `to` for an empty value. */
  from: number;
  to: number;
  /** True when a comment follows the value without a space. The `#` may have been meant as part of the value. */
  cut: boolean;
}

const NAME = String.raw`^[^\S\r\n]*(?:export\s+)?(?<name>[\w.-]+)`;
/** A colon must be followed by a space or a line break; the value may be on the next line. */
const SIGN = String.raw`(?:\s*(?<equals>=)\s*?|:(?:\r\n|\r(?!\n)|[^\S\r])\s*?)`;
const quoted = (quote: Quote): string => String.raw`\s*${quote}(?:\\${quote}|[^${quote}])*${quote}`;
const VALUE = String.raw`(?<value>${quoted("'")}|${quoted('"')}|${quoted('`')}|[^#\r\n]+)?`;
const REST = String.raw`\s*(?:#.*)?$`;

const BYTE_ORDER_MARK = '\ufeff';

/** Every assignment in file order, including assignments that a later one overrides. */
export function assignmentsOf(text: string): Assignment[] {
  const pattern = new RegExp(NAME + SIGN + VALUE + REST, 'dgm');
  return Array.from(text.matchAll(pattern), (match) => assignmentOf(text, match));
}

function assignmentOf(text: string, match: RegExpExecArray): Assignment {
  const { name = '', value = '', equals } = match.groups ?? {};
  const places = match.indices?.groups ?? {};
  const raw = value.trim();
  const from = raw === '' ? afterSign(text, places['name']![1]) : places['value']![0] + value.indexOf(raw);
  const to = from + raw.length;
  const { value: given, quote } = unquote(raw);
  return {
    name,
    value: given,
    quote,
    cut: quote === '' && text[to] === '#',
    byEquals: equals !== undefined,
    start: match.index + (text.startsWith(BYTE_ORDER_MARK, match.index) ? 1 : 0),
    end: endOfLine(text, to),
    from,
    to,
  };
}

/** Index just after the `=` or `:` that follows the name. */
const afterSign = (text: string, nameEnd: number): number => text.slice(nameEnd).search(/[=:]/) + nameEnd + 1;

/** Index of the end of the line that contains the position, before its line break. */
export function endOfLine(text: string, position: number): number {
  const length = text.slice(position).search(/[\r\n]/);
  return length < 0 ? text.length : position + length;
}

/** Converts line breaks to `\n`. After a double quote, `\n` and `\r` are escapes, even if the quote is never closed. */
function unquote(raw: string): { value: string; quote: Quote } {
  const text = raw.replaceAll(/\r\n?/g, '\n');
  const quote = (/^(['"`])[^]*\1$/.exec(text)?.[1] ?? '') as Quote;
  const inner = quote === '' ? text : text.slice(1, -1);
  return { quote, value: text.startsWith('"') ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner };
}

/** The values that a program receives: the last assignment to a name wins. */
export const valuesOf = (assignments: readonly Assignment[]): ReadonlyMap<string, string> =>
  new Map(assignments.map(({ name, value }) => [name, value]));

/** Line numbers, from 1, of the positions. The positions must ascend. One pass over the text. */
export function linesAt(text: string, positions: readonly number[]): number[] {
  let [from, line] = [0, 1];
  return positions.map((position) => {
    line += text.slice(from, position).match(/\r\n|\n|\r/g)?.length ?? 0;
    from = position;
    return line;
  });
}
