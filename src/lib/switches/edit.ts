/** Changes to the text of a `.env` file that touch nothing but the variable they are about. */
import { assignmentsOf, endOfLine, type Assignment } from '../format/dotenv.js';

/** What happened to one variable. */
export interface Edit {
  text: string;
  kind: 'added' | 'changed' | 'removed' | 'unchanged';
  /** What the file assigned before and assigns now; null: nothing. */
  before: string | null;
  after: string | null;
}

/** Values that every reader takes as they stand, with quotes and without. */
const PLAIN_VALUE = /^[\w.+-]+$/;

/**
 * Gives a variable a value: in its last assignment, which is the one that counts, or in a line of its own, below the one that
 * assigns it in a comment, else at the end. Quotes, `export`, comments and line breaks stay. `value` holds letters, digits and `_.+-` only.
 */
export function setVariable(text: string, name: string, value: string): Edit {
  if (!PLAIN_VALUE.test(value)) throw new RangeError('a value with letters, digits and _.+- only can be written');
  const all = assignmentsOf(text);
  const last = all.findLast((assignment) => assignment.name === name);
  if (!last) return { text: withLine(text, all, name, `${name}=${value}`), kind: 'added', before: null, after: value };
  const before = last.value;
  if (before === value) return { text, kind: 'unchanged', before, after: value };
  return { text: withValue(text, last, value), kind: 'changed', before, after: value };
}

/** Removes every line that assigns the variable: of several, the earlier ones would count again. */
export function unsetVariable(text: string, name: string): Edit {
  const own = assignmentsOf(text).filter((assignment) => assignment.name === name);
  const before = own.at(-1)?.value ?? null;
  const removed = own.toReversed().reduce(withoutLine, text);
  return { text: removed, kind: own.length > 0 ? 'removed' : 'unchanged', before, after: null };
}

function withValue(text: string, { from, to, quote }: Assignment, value: string): string {
  // A comment that follows at once would become part of the value for a shell.
  const gap = from === to && text[to] === '#' ? ' ' : '';
  return `${text.slice(0, from)}${quote}${value}${quote}${gap}${text.slice(to)}`;
}

/** A text whose last line has no line break ends without one afterwards, too. */
function withLine(text: string, assignments: readonly Assignment[], name: string, line: string): string {
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const comment = commentAbout(text, assignments, name);
  const at = comment === null ? text.length : pastLineBreak(text, comment);
  const [head, tail] = [text.slice(0, at), text.slice(at)];
  if (head === '' || head === '\ufeff') return `${head}${line}${lineBreak}${tail}`;
  return /[\r\n]$/.test(head) ? `${head}${line}${lineBreak}${tail}` : `${head}${lineBreak}${line}${tail}`;
}

/** End of the last comment line that assigns the variable, as templates do; null where there is none. */
function commentAbout(text: string, assignments: readonly Assignment[], name: string): number | null {
  const escaped = name.replaceAll(/[.-]/g, String.raw`\$&`);
  const pattern = new RegExp(String.raw`^[^\S\r\n]*#[#\t ]*(?:export[\t ]+)?${escaped}[\t ]*=.*$`, 'gm');
  const free = Array.from(text.matchAll(pattern), ({ index }) => index).filter(
    (index) => !assignments.some(({ start, end }) => index >= start && index <= end),
  );
  const last = free.at(-1);
  return last === undefined ? null : endOfLine(text, last);
}

function withoutLine(text: string, { start, end }: Assignment): string {
  const next = pastLineBreak(text, end);
  if (next > end || start === 0) return text.slice(0, start) + text.slice(next);
  return text.slice(0, start).replace(/(?:\r\n|\n|\r)$/, '');
}

const pastLineBreak = (text: string, end: number): number => end + (/^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0);
