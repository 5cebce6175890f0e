import { flowsOf } from '../estimate/flows.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Expected } from './cells.js';

const DAY_SECONDS = 86_400;

/** The measured interval. */
export interface Interval {
  seconds: number;
  /** `null`: unknown, so no commands are expected of requests. */
  requests: number | null;
}

/**
 * The profile's expectations for an interval, one line per group of equal commands of an event. Timers count in proportion to the
 * time.
 */
export function expectedOf(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>>,
  { seconds, requests }: Interval,
): Expected[] {
  const lines = new Map<string, Expected>();
  // A workload without requests would drop the events that come with them.
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
