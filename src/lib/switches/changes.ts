import { says } from '../errors/switches.js';
import { parseEnv } from 'node:util';
import { EXIT, failure, type MeterError } from '../format/errors.js';
import { assignmentsOf, linesAt, valuesOf } from '../format/dotenv.js';
import { setVariable, unsetVariable, type Edit } from './edit.js';
import type { SwitchNotice } from './notices.js';

/** The change of one variable. */
export interface Change extends Omit<Edit, 'text'> {
  name: string;
  /** Lines of the old file that assign the variable, from 1; the last one counts. */
  lines: readonly number[];
}

export interface ChangedText {
  text: string;
  changes: readonly Change[];
  warnings: readonly SwitchNotice[];
}

/**
 * Carries out changes by name, in their order; `null`: removes the variable. Reads the result back, and fails if any other
 * variable would have another value for dotenv or for Node's own reader.
 */
export function changeVariables(text: string, wanted: ReadonlyMap<string, string | null>): ChangedText {
  const present = assignmentsOf(text);
  let edited = text;
  const changes: Change[] = [];
  for (const [name, value] of wanted) {
    const own = present.filter((each) => each.name === name);
    if (own.length > MOST_LINES) throw tooOften(name, own.length);
    const { text: next, ...edit } = value === null ? unsetVariable(edited, name) : setVariable(edited, name, value);
    edited = next;
    const lines = linesAt(
      text,
      own.map(({ from }) => from),
    );
    changes.push({ name, lines, ...edit });
  }
  readBack(text, edited, wanted);
  return { text: edited, changes, warnings: [...duplicateWarnings(changes), ...nodeWarnings(edited, wanted)] };
}

/** Maximum number of changed lines: the comparison takes time and memory that grow with their square. */
const MOST_LINES = 100;

const tooOften = (name: string, lines: number): MeterError =>
  failure(says('env-file-lines', { name, lines }), EXIT.refused, 'env-file');

function readBack(before: string, after: string, wanted: ReadonlyMap<string, string | null>): void {
  const now = valuesOf(assignmentsOf(after));
  const held = Array.from(wanted).every(([name, value]) => (now.get(name) ?? null) === value);
  const others = (values: Iterable<readonly [string, string]>): string => JSON.stringify(withoutNames(values, wanted));
  if (held && others(now) === others(valuesOf(assignmentsOf(before))) && others(nodeValues(after)) === others(nodeValues(before)))
    return;
  throw failure(says('env-file-others'), EXIT.refused, 'env-file');
}

const withoutNames = (
  values: Iterable<readonly [string, string]>,
  names: ReadonlyMap<string, unknown>,
): (readonly [string, string])[] => Array.from(values).filter(([name]) => !names.has(name));

/**
 * The values that `node --env-file` reads. Node 20 treats spaces before a name, and lines without `=` above it, as part of the
 * name, and a comment in a last line without a line break as a variable.
 */
const nodeValues = (text: string): (readonly [string, string])[] =>
  Object.entries(parseEnv(text))
    .filter(([name]) => !name.startsWith('#'))
    .map(([name, value]) => [name.trim().split(/\s+/).at(-1)!, value ?? '']);

const duplicateWarnings = (changes: readonly Change[]): SwitchNotice[] =>
  changes
    .filter(({ lines, kind }) => lines.length > 1 && kind !== 'unchanged')
    .map(({ name, lines, kind }) => ({
      code: kind === 'removed' ? 'lines-removed' : 'last-line-changed',
      params: { env: name, lines: [...lines] },
    }));

/** Relays that are started with `node --env-file` use Node's reader instead of dotenv. */
function nodeWarnings(text: string, wanted: ReadonlyMap<string, string | null>): SwitchNotice[] {
  const values = parseEnv(text);
  return Array.from(wanted)
    .filter(([name, value]) => value !== null && values[name] !== value)
    .map(([env]) => ({ code: 'node-reads-otherwise', params: { env } }));
}
