/** The result of a check with its sentences, as `--json` prints it. */
import type { ConsistencyData } from '../../consistency/model.js';
import type { ChangeReport } from '../change/worded.js';

/** What `--json` prints of a check. `applied`: the changes or the plan of a repair; `null`: no repair was requested. */
export type ConsistencyReport = ConsistencyData & { applied: ChangeReport | null };

export const wordedCheck = (data: ConsistencyData, applied: ChangeReport | null = null): ConsistencyReport => ({
  ...data,
  applied,
});
