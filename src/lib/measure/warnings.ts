/** Warnings about the figures of a measurement. */
import type { MeasureData } from './model.js';
import type { MeasureNotice } from './notices.js';

/** With fewer requests the figures are uncertain. */
const FEW = 20;

export function measureNotices({ interval: { ended }, sample, requests: { count } }: MeasureData): MeasureNotice[] {
  const found: (MeasureNotice | false | null)[] = [
    (ended === 'interrupted' || ended === 'behind' || ended === 'connection-lost') && { code: 'ended-early', params: { ended } },
    sample && sample.unreadable > 0 && { code: 'lines-unreadable', params: { lines: sample.unreadable } },
    sample && sample.elsewhere > 0 && { code: 'commands-elsewhere', params: { commands: sample.elsewhere } },
    count !== null && count > 0 && count < FEW && { code: 'few-requests', params: { requests: count } },
  ];
  return found.filter((notice) => notice !== null && notice !== false);
}
