/** Changes single variables in the text of a `.env` file, and nothing else. */
import { assignmentsOf, endOfLine, type Assignment } from '../format/dotenv.js';

/** The edit of one variable. */
export interface Edit {
  text: string;
  kind: 'added' | 'changed' | 'removed' | 'unchanged';
  /** The values before and after; `null`: none. */
  before: string | null;
  after: string | null;
}

/** Values that every reader reads literally, with and without quotes. */
const PLAIN_VALUE = /^[\w.+-]+$/;

/**
 * Sets a variable: in its last assignment, which is the one that counts, or in a new line, below a comment that assigns it, else
 * at the end. Keeps quotes, `export`, comments and line breaks. `value`: only letters, digits and `_.+-`.
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

/** Removes every line that assigns the variable, because an earlier one would otherwise count. */
export function unsetVariable(text: string, name: string): Edit {
  const own = assignmentsOf(text).filter((assignment) => assignment.name === name);
  const before = own.at(-1)?.value ?? null;
  const removed = own.toReversed().reduce(withoutLine, text);
  return { text: removed, kind: own.length > 0 ? 'removed' : 'unchanged', before, after: null };
}

function withValue(text: string, { from, to, quote }: Assignment, value: string): string {
  // For a shell, a comment right after the value would become part of it.
  const gap = from === to && text[to] === '#' ? ' ' : '';
  return `${text.slice(0, from)}${quote}${value}${quote}${gap}${text.slice(to)}`;
}

/** If the last line has no line break, the new text has none at its end either. */
function withLine(text: string, assignments: readonly Assignment[], name: string, line: string): string {
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const comment = commentAbout(text, assignments, name);
  const at = comment === null ? text.length : pastLineBreak(text, comment);
  const [head, tail] = [text.slice(0, at), text.slice(at)];
  if (head === '' || head === '\ufeff') return `${head}${line}${lineBreak}${tail}`;
  return /[\r\n]$/.test(head) ? `${head}${line}${lineBreak}${tail}` : `${head}${lineBreak}${line}${tail}`;
}

/** End of the last comment line that assigns the variable, as in templates; `null`: none. */
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
