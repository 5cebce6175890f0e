import type { Switch } from '../profile/operations.js';
import { inRange } from '../profile/version.js';

/** Whether a release looks at the variable; `null` when that cannot be told. `version`: `null` for a release that is not known. */
export function isRead({ readBy }: Switch, version: string | null): boolean | null {
  if (readBy === 'documents-only') return false;
  if ('fork' in readBy) return version === null || version === readBy.release ? null : false;
  if (version === null) return readBy.since === undefined && readBy.until === undefined ? true : null;
  return inRange(readBy.since, readBy.until, version);
}
