/**
 * The text of a `.env` file as dotenv reads it (https://github.com/motdotla/dotenv, release 17), with the place of every value in it.
 * Relays read their settings by dotenv or by libraries modelled on it.
 */

export type Quote = '' | "'" | '"' | '`';

/** One `NAME=value`; positions count UTF-16 units from the beginning of the text. */
export interface Assignment {
  name: string;
  /** What programs are given. */
  value: string;
  quote: Quote;
  /** False where a colon parts the two, which dotenv reads and most others do not. */
  byEquals: boolean;
  /** From the beginning of its first line to the end of its last one, without the line break. */
  start: number;
  end: number;
  /** The value with its quotes, without the space around it; `from` equals `to` where there is none. */
  from: number;
  to: number;
  /** A comment begins right behind the value, without a space: the `#` may have been meant to be a part of it. */
  cut: boolean;
}

const NAME = String.raw`^[^\S\r\n]*(?:export\s+)?(?<name>[\w.-]+)`;
/** After a colon one space or line break at least; the value may stand below it. */
const SIGN = String.raw`(?:\s*(?<equals>=)\s*?|:(?:\r\n|\r(?!\n)|[^\S\r])\s*?)`;
const quoted = (quote: Quote): string => String.raw`\s*${quote}(?:\\${quote}|[^${quote}])*${quote}`;
const VALUE = String.raw`(?<value>${quoted("'")}|${quoted('"')}|${quoted('`')}|[^#\r\n]+)?`;
const REST = String.raw`\s*(?:#.*)?$`;

const BYTE_ORDER_MARK = '\ufeff';

/** Every assignment in the order of the file, also those that a later one replaces. */
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

/** Just behind the sign that follows the name. */
const afterSign = (text: string, nameEnd: number): number => text.slice(nameEnd).search(/[=:]/) + nameEnd + 1;

/** Where the line ends that the position lies in, before its line break. */
export function endOfLine(text: string, position: number): number {
  const length = text.slice(position).search(/[\r\n]/);
  return length < 0 ? text.length : position + length;
}

/** Line breaks count as `\n`; after a double quote `\n` and `\r` are escapes, also where it is never closed. */
function unquote(raw: string): { value: string; quote: Quote } {
  const text = raw.replaceAll(/\r\n?/g, '\n');
  const quote = (/^(['"`])[^]*\1$/.exec(text)?.[1] ?? '') as Quote;
  const inner = quote === '' ? text : text.slice(1, -1);
  return { quote, value: text.startsWith('"') ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner };
}

/** What a program is given: of several assignments to a name the last one counts. */
export const valuesOf = (assignments: readonly Assignment[]): ReadonlyMap<string, string> =>
  new Map(assignments.map(({ name, value }) => [name, value]));

/** Numbers of the lines, from 1, in which the positions lie; they must ascend. One pass over the text. */
export function linesAt(text: string, positions: readonly number[]): number[] {
  let [from, line] = [0, 1];
  return positions.map((position) => {
    line += text.slice(from, position).match(/\r\n|\n|\r/g)?.length ?? 0;
    from = position;
    return line;
  });
}
