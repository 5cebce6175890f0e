/** The contents of archives, for `meter restore --list`. */
import type { Count } from '../../format/json-types.js';
import type { RecordedAction } from '../actions.js';

export interface ListedFamily {
  id: string;
  /** The action in the archive: `delete`, `trim` … */
  action: RecordedAction;
  records: Count;
  /** Records whose keys would have expired by now. */
  expired: Count;
}

export interface ListedArchive {
  path: string;
  /** False: the run was cut off while it wrote. */
  complete: boolean;
  /** Records of all families, not only of the selected ones. */
  records: Count;
  command: string;
  createdAt: string;
  target: string;
  db: number;
  server: string;
  profile: string;
  families: ListedFamily[];
}

export interface RestoreListData {
  archives: ListedArchive[];
}
