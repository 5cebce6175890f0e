import { flowsOf } from '../estimate/flows.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Expected } from './cells.js';

const DAY_SECONDS = 86_400;

/** The interval that was measured. */
export interface Interval {
  seconds: number;
  /** `null`: not known, so nothing is expected of requests. */
  requests: number | null;
}

/** What the profile expects of an interval, one line for equal commands of an event. Timers count by their share of a day. */
export function expectedOf(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>>,
  { seconds, requests }: Interval,
): Expected[] {
  const lines = new Map<string, Expected>();
  // A workload without requests would leave out the events that come with them.
  for (const flow of flowsOf(profile, version, { ...workload, requestsPerDay: Math.max(1, workload.requestsPerDay) }, env)) {
    const withRequests = flow.perRequest !== null;
    const times = flow.perRequest === null ? (flow.perDay * seconds) / DAY_SECONDS : flow.perRequest * (requests ?? 0);
    for (const { command, family, inScript, count, conditional } of flow.commands) {
      const id = [flow.event, command, family ?? '', inScript, withRequests].join(' ');
      const line = lines.get(id) ?? {
        event: flow.event,
        source: flow.source,
        command,
        family,
        inScript,
        withRequests,
        always: false,
        count: 0,
      };
      line.count += count * times;
      line.always ||= !conditional && count >= 1;
      lines.set(id, line);
    }
  }
  return [...lines.values()];
}
