/**
 * Consistency as JSON, piece by piece: there may be too many differences for memory, and the text of a few thousand takes as much
 * as a check.
 */
import type { ViolationGroup } from '../../consistency/model.js';
import { outgoingData } from '../../format/outgoing.js';
import { concluded, type Outcome } from '../envelope.js';
import { jsonText, printJson } from '../error-envelope.js';
import type { ConsistencyReport } from './worded.js';

/** Placeholder for the rows. Texts in JSON contain no NUL. */
const ROWS = '\0rows';
/** The indentation of a row. */
const INDENT = ' '.repeat(6);

/** The same text as `printJson` for an outcome whose violations are the rows of these groups. */
export function* consistencyJson(
  outcome: Outcome<ConsistencyReport>,
  groups: readonly Pick<ViolationGroup, 'rows'>[],
): Generator<string> {
  const envelope = concluded(outcome);
  const data = { ...envelope.data, violations: [ROWS] };
  const [before, after] = printJson({ ...envelope, data }).split(JSON.stringify(ROWS));
  yield before!;
  let separator = '';
  for (const group of groups) {
    for (const row of group.rows()) {
      yield `${separator}${jsonText(outgoingData(row, { safe: false })).replaceAll('\n', `\n${INDENT}`)}`;
      separator = `,\n${INDENT}`;
    }
  }
  yield after!;
}
