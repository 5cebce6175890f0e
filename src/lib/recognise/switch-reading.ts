import { isRead } from './is-read.js';
import type { Switch } from '../profile/operations.js';
import type { Mention } from './app-source.js';

/** Whether the deployed application looks at a switch, and how that is known. */
export interface Reading {
  /** Null where it cannot be told. */
  reads: boolean | null;
  /** Words that follow "yes", "no" or "unknown". */
  because: string;
}

/** `version`: the deployed release, null where it is not known. `mention`: what its source says; undefined where nobody looked. */
export function readingOf(one: Switch, version: string | null, mention: Mention | null | undefined): Reading {
  if (mention) return { reads: true, because: `${mention.file}:${mention.line}` };
  if (mention === null) return { reads: false, because: 'the source does not name it' };
  return { reads: isRead(one, version), because: becauseOf(one, version) };
}

function becauseOf({ readBy }: Switch, version: string | null): string {
  if (readBy === 'documents-only') return 'only documents name it';
  if ('fork' in readBy) return `only the fork ${readBy.fork}, made from ${readBy.release}, reads it`;
  const { since, until, note } = readBy;
  const range = [...(since === undefined ? [] : [`from ${since}`]), ...(until === undefined ? [] : [`until ${until}`])].join(' ');
  if (range !== '') return `releases ${range} read it`;
  return note ?? (version === null ? 'every release reads it' : `release ${version} reads it`);
}
