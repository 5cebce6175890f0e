import { assignmentsOf, type Assignment } from '../format/dotenv.js';
import { lineSteps, type LineStep } from './line-diff.js';
import { safeText } from '../format/terminal.js';

const CONTEXT = 3;
const HIDDEN = '…';

/** A line with its line break, and the form that is shown. */
interface Line {
  text: string;
  shown: string;
}

/**
 * The difference of two `.env` texts as a unified diff; empty: no difference. Unchanged lines show no values, because these may be
 * passwords. The variables in `open` are shown in full.
 */
export function unifiedDiff(file: string, before: string, after: string, open: ReadonlySet<string>): string {
  const [old, now] = [linesOf(before, open), linesOf(after, open)];
  const steps = lineSteps(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
  );
  const hunks = hunksOf(steps).map((hunk) => hunkText(hunk, steps, old, now));
  return hunks.length === 0 ? '' : [`--- ${safeText(file)}`, `+++ ${safeText(file)}`, ...hunks].join('\n');
}

/** Ranges of steps, the end exclusive, with the differences and the lines around them. */
function hunksOf(steps: readonly LineStep[]): [from: number, to: number][] {
  const hunks: [number, number][] = [];
  for (const [index, { kind }] of steps.entries()) {
    if (kind === 'same') continue;
    const range: [number, number] = [Math.max(0, index - CONTEXT), Math.min(steps.length, index + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last && range[0] <= last[1]) last[1] = range[1];
    else hunks.push(range);
  }
  return hunks;
}

function hunkText([from, to]: readonly [number, number], steps: readonly LineStep[], old: Line[], now: Line[]): string {
  const hunk = steps.slice(from, to);
  const before = steps.slice(0, from);
  const range = (side: 'old' | 'new'): string => {
    const count = hunk.filter((step) => side in step).length;
    const first = before.filter((step) => side in step).length + (count > 0 ? 1 : 0);
    return count === 1 ? String(first) : `${first},${count}`;
  };
  const lines = hunk.map((step) => {
    if (step.kind === 'added') return marked('+', now[step.new]!);
    return marked(step.kind === 'removed' ? '-' : ' ', old[step.old]!);
  });
  return [`@@ -${range('old')} +${range('new')} @@`, ...lines].join('\n');
}

const marked = (mark: string, { text, shown }: Line): string =>
  `${mark}${shown}${/[\r\n]$/.test(text) ? '' : '\n\\ No newline at end of file'}`;

function linesOf(text: string, open: ReadonlySet<string>): Line[] {
  const assignments = assignmentsOf(text);
  let [at, next] = [0, 0];
  return (text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []).map((line) => {
    while (next < assignments.length && assignments[next]!.end < at) next += 1;
    const shown = shownLine(line.replace(/[\r\n]+$/, ''), at, assignments[next], open);
    at += line.length;
    return { text: line, shown: safeText(shown) };
  });
}

/** `assignment`: the first one that ends at or after this line. */
function shownLine(line: string, at: number, assignment: Assignment | undefined, open: ReadonlySet<string>): string {
  if (!assignment || assignment.start >= at + Math.max(1, line.length)) return withoutSecrets(line, open);
  if (open.has(assignment.name)) return line;
  if (assignment.from < at) return HIDDEN;
  return assignment.from === assignment.to ? line : `${line.slice(0, assignment.from - at)}${HIDDEN}`;
}

/** Comments may contain old settings, and addresses. */
function withoutSecrets(line: string, open: ReadonlySet<string>): string {
  if (/^\s*$/.test(line)) return line;
  if (!/^\s*#/.test(line)) return HIDDEN;
  const [head, name] = /^\s*#[#\s]*(?:export\s+)?([\w.-]+)\s*[=:]/.exec(line) ?? [];
  if (head !== undefined && open.has(name ?? '')) return line;
  if (head !== undefined) return `${head}${HIDDEN}`;
  return /:\/\/|=/.test(line) ? `# ${HIDDEN}` : line;
}
