import type { MeasureData } from './model.js';

export interface MeasureOutcome {
  data: MeasureData;
  /** Set when the report is partial for a reason with its own exit code. */
  exitCode: number;
}
