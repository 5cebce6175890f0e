/** An event as it leaves the program: a line of `--watch --json`, the input of `--exec`, an element of a webhook's body. */
import type { AlertEvent } from './model.js';

export interface AlertMessage extends AlertEvent {
  schemaVersion: 1;
  /** The Redis; `null`: a snapshot. */
  target: string | null;
  application: string;
  /** The event in one line. */
  text: string;
}
