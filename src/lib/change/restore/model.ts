/** What archives hold, for `meter restore --list`. */
import type { RecordedAction } from '../actions.js';

export interface ListedFamily {
  id: string;
  /** As archives have it: `delete`, `trim` … */
  action: RecordedAction;
  records: number;
  /** Records whose keys would have expired by now. */
  expired: number;
}

export interface ListedArchive {
  path: string;
  /** False: the run was cut off while it wrote. */
  complete: boolean;
  /** Of all families, whatever is asked for. */
  records: number;
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
