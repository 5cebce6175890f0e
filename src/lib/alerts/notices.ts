/** What became of the sending of alerts, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';
import type { Refusal } from './deliver/receiver.js';

export interface AlertsNotices {
  /** `events`: those that were not sent. `again`: they are kept, and sent again at the next look. */
  'alerts-not-sent': { to: 'webhook' | 'exec'; name: string; refusal: Refusal; events: number; again: boolean };
  /** More events were waiting than are kept. */
  'alerts-dropped': { to: 'webhook' | 'exec'; name: string; events: number };
}

export type AlertsNotice = Message<AlertsNotices>;
