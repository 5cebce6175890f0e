/** The result of a check with its sentences, as it is printed. */
import type { ConsistencyData } from '../../consistency/model.js';
import type { ChangeReport } from '../change/worded.js';

/** What `--json` prints of a check. `applied`: of a repair: what was done, or would be; `null`: nothing was to be. */
export type ConsistencyReport = ConsistencyData & { applied: ChangeReport | null };

export const wordedCheck = (data: ConsistencyData, applied: ChangeReport | null = null): ConsistencyReport => ({
  ...data,
  applied,
});
