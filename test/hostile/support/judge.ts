/** What must hold of every run, whatever the server and the files are. */
import { SECRETS } from './harmful.js';
import type { Run } from './program.js';

const CODES = [0, 1, 2, 3, 4, 5, 6, 130];
/** Codes with which there is always a result in JSON. */
const SOUND = [0, 3];
/** Codes with which there is never one that is `ok`. */
const NOT_OK = [1, 2, 4, 5];
/** MiB. */
const MOST_MEMORY = 400;
/** Everything but the line breaks between lines of the program's own. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** What a runtime says of a fault in the program. */
const FAULT = /Unexpected failure|Warning: |\bat .*\.js:\d+:\d+|\[object |\bNaN\b|(?<!received )\bundefined\b/;

/** Why the run is not as it must be; `null`: it is. */
export function complaintOf({ stdout, stderr, code, peak, left, broken }: Run, args: readonly string[]): string | null {
  if (broken !== null) return broken;
  const said = `${stdout}\n${stderr}`;
  const fault = FAULT.exec(said);
  if (fault) return `it says "${fault[0]}"`;
  if (!CODES.includes(code)) return `exit ${code} is not in the table`;
  const control = HARMFUL.exec(args.includes('csv') ? said.replaceAll('\r\n', '\n') : said);
  if (control) return `U+${control[0].codePointAt(0)!.toString(16)} is said raw`;
  if (/^meter: forged line/m.test(said)) return 'a line is forged';
  const secret = SECRETS.find((each) => said.includes(each));
  if (secret !== undefined) return `the secret ${secret} is said`;
  if (left.length > 0) return `still open after the run: ${left.join(', ')}`;
  if (peak > MOST_MEMORY) return `${Math.round(peak)} MiB of memory`;
  return args.includes('--json') ? jsonComplaint(stdout, code) : null;
}

function jsonComplaint(stdout: string, code: number): string | null {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return `no JSON on stdout (exit ${code})`;
  }
  // What is partial or interrupted is a result, or there is none and a failure says why.
  const { ok } = answer as { ok?: unknown };
  const expected = !NOT_OK.includes(code) && (SOUND.includes(code) || 'data' in (answer as object));
  return ok === expected ? null : `ok is ${String(ok)} with exit ${code}`;
}
