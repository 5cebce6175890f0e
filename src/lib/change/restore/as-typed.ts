import { flagsTyped, shellQuote } from '../../format/shell.js';
import type { Mode } from './entry.js';
import type { SurveyedArchive, Wanted } from './survey.js';

/** The command that makes the plan, for people and for the archive, without addresses and credentials. */
export const restoreTyped = ({
  archives,
  wanted,
  mode,
  outOfOrder,
}: {
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
  mode: Mode;
  outOfOrder: boolean;
}): string =>
  [
    'restore',
    ...archives.map(({ archive }) => shellQuote(archive.path)),
    ...flagsTyped({ family: wanted.families }),
    // A key name may be a secret.
    ...(wanted.keys.length > 0 ? ['--key …'] : []),
    ...flagsTyped({ merge: mode === 'merge', replace: mode === 'replace', 'out-of-order': outOfOrder }),
  ].join(' ');
