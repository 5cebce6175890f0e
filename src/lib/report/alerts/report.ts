/** The result of `meter alerts` as it is printed. */
import type { Amount, Count } from '../../format/json-types.js';
import type { AlertEvent, AlertsData } from '../../alerts/model.js';

export interface AlertsReport extends AlertsData {
  /** What is new since the last look; without a file that remembers it: every alert. */
  events: AlertEvent[];
  /** The file that remembers what was reported; `null`: none. */
  state: string | null;
  /** What became of the events. `null`: no receiver was named. */
  sent: { sent: Amount; waiting: Count } | null;
}
