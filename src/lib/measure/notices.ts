/** Warnings and notes of a measurement, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface MeasureNotices {
  'ended-early': { ended: 'interrupted' | 'behind' | 'connection-lost' };
  'lines-unreadable': { lines: number };
  'commands-elsewhere': { commands: number };
  'few-requests': { requests: number };
  'replica-counts': Record<never, never>;
}

export type MeasureNotice = Message<MeasureNotices>;
