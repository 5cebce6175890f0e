/** The result of `meter alerts` as it is printed. */
import type { AlertEvent, AlertsData } from '../../alerts/model.js';

export interface AlertsReport extends AlertsData {
  /** What is new since the last look; without a file that remembers it: every alert. */
  events: AlertEvent[];
  /** The file that remembers what was reported; `null`: none. */
  state: string | null;
  /** What became of the events. `null`: no receiver was named. */
  sent: { sent: number; waiting: number } | null;
}
