import { comparedResults, parsedResult } from '../diff/diff.js';
import type { DiffData } from '../diff/model.js';
import { safeText } from '../format/terminal.js';

/** A result as `--json` prints it: its text, and a name for messages. */
export interface ResultText {
  name: string;
  text: string;
}

/** Compares two results of one command. Throws a `MeterError` if they cannot be compared. */
export const compareResults = (before: ResultText, after: ResultText): DiffData => {
  const [one, other] = [before, after].map(({ name, text }) => parsedResult(text, safeText(name)));
  return comparedResults(one!, other!);
};
