import { infoNumber } from './info.js';
import type { Message } from '../format/message.js';
import type { SessionNotices } from './notices.js';
import type { Session } from './topology.js';

type ClockNotice = Message<Pick<SessionNotices, 'judged-at-another-time'>>;

/** Two clocks that differ by less are taken for the same. */
const SLACK_MS = 3_600_000;

/** A warning where the time to judge by is far from the server's clock when the session was opened. By INFO, without a command. */
export function clockNotices({ info }: Pick<Session, 'info'>, now: Date): ClockNotice[] {
  const microseconds = infoNumber(info, 'server_time_usec');
  if (microseconds === null) return [];
  const aheadMs = now.getTime() - microseconds / 1_000;
  return Math.abs(aheadMs) < SLACK_MS ? [] : [{ code: 'judged-at-another-time', params: { aheadMs } }];
}
