/** Compares results: two files, or a file with the result of this run. */
import { says as ofFile } from '../../errors/files.js';
import { comparedResults, LARGEST_RESULT, parsedResult, type Result } from '../../diff/diff.js';
import { isMet, unknownTotals, type Condition } from '../../diff/fail-on.js';
import type { Compared, DiffData } from '../../diff/model.js';
import { readSmallFile } from '../../files/small-file.js';
import { EXIT, MeterError, usageError, type Saying } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { concluded, successEnvelope, type Outcome } from '../../report/envelope.js';
import { printJson } from '../../report/error-envelope.js';

export async function readResult(file: string): Promise<Result> {
  const name = safeText(file);
  const unreadable = (why: Saying): Saying => ofFile('result-unreadable', { path: name, why });
  const { bytes } = await readSmallFile(file, unreadable, LARGEST_RESULT);
  return parsedResult(bytes.toString('utf8'), name);
}

/** Throws a MeterError of one sentence if the two cannot be compared. */
export async function diffWith(
  files: { before: string; after: string },
  conditions: readonly Condition[],
): Promise<Outcome<DiffData>> {
  const before = await readResult(files.before);
  return outcomeOf(before, await readResult(files.after), conditions);
}

/** The result of an earlier run, read before this one begins. Throws a MeterError if it cannot be compared with a result of `command`. */
export async function earlierResult(file: string, command: Compared): Promise<Result> {
  const result = await readResult(file);
  if (result.command !== command)
    throw usageError(
      `${result.name} is a result of ${result.command}, not of ${command}.`,
      `Write one: meter ${command} --json -o FILE`,
    );
  return result;
}

/** The difference of a result from that of the run that has just ended. */
export function diffFrom<Data>(before: Result, run: Outcome<Data>, conditions: readonly Condition[]): Outcome<DiffData> {
  const { envelope, exitCode, failure } = run;
  if (failure) throw failure;
  if (exitCode === EXIT.partial || exitCode === EXIT.interrupted)
    throw new MeterError('partial', exitCode, `This run is partial, and cannot be compared to ${before.name}.`, [
      `Without --compare-to it is reported: meter ${envelope.command}`,
    ]);
  // Read back as it would be from a file, so that both sides went the same way.
  const after = parsedResult(printJson(concluded(run)), envelope.target?.name ?? 'this run');
  return outcomeOf(before, after, conditions);
}

function outcomeOf(before: Result, after: Result, conditions: readonly Condition[]): Outcome<DiffData> {
  const data = comparedResults(before, after);
  const [unknown] = unknownTotals(data, conditions);
  if (unknown !== undefined)
    throw usageError(
      `--fail-on names ${safeText(unknown)}, which results of ${data.of} do not have.`,
      `Take growth, or one of: ${data.totals.map(({ id }) => id).join(', ')}.`,
    );
  const envelope = successEnvelope({ command: 'diff', target: null, data, warnings: [], spent: null });
  return { envelope, exitCode: isMet(data, conditions) ? EXIT.findings : EXIT.ok };
}
