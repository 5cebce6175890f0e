import type { Switch } from '../profile/operations.js';
import { coverage, type Releases } from '../profile/version.js';

/** True when the deployed release reads the variable; `null` when only some of the possible releases do. */
export function isRead({ readBy }: Switch, releases: Releases): boolean | null {
  if (readBy === 'documents-only') return false;
  // A fork reports the release that it was made from.
  if ('fork' in readBy) return coverage(readBy.release, readBy.release, releases) === 'none' ? false : null;
  const covered = coverage(readBy.since, readBy.until, releases);
  return covered === 'some' ? null : covered === 'all';
}
