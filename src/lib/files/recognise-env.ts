import { isUtf8 } from 'node:buffer';
import type { NoEnvFile } from '../errors/files.js';
import { assignmentsOf } from '../format/dotenv.js';
import { otherEncodingOf } from '../format/encoding.js';

/** Empty lines are not counted. The time of an edit grows with the square of the lines. */
const MOST_LINES = 10_000;

/** Why these bytes are not a `.env` file; `null` when they are. An empty file is valid, and so is one in GBK. */
export function whyNotEnv(bytes: Uint8Array): NoEnvFile | null {
  if (bytes.includes(0) || !(isUtf8(bytes) || otherEncodingOf(bytes) === 'GBK')) return 'not-text';
  const text = Buffer.from(bytes).toString('utf8');
  if (isJson(text)) return 'json';
  if (text.split(/[\r\n]+/).length > MOST_LINES) return 'too-many-lines';
  const assignments = assignmentsOf(text);
  const byEquals = assignments.filter((assignment) => assignment.byEquals).length;
  const others = assignments.length - byEquals + strayLines(text, assignments);
  if (others <= byEquals) return null;
  return assignments.length - byEquals > byEquals ? 'yaml' : 'no-assignments';
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}

/** Number of lines that are neither an assignment, nor empty, nor a comment. */
function strayLines(text: string, assignments: readonly { start: number; end: number }[]): number {
  const between = assignments.map(({ start }, index) => text.slice(assignments[index - 1]?.end ?? 0, start));
  between.push(text.slice(assignments.at(-1)?.end ?? 0));
  return between
    .join('\n')
    .split(/[\r\n]+/)
    .filter((line) => /^\s*[^\s#]/.test(line)).length;
}
