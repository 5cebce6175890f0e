import { placeholdersOf } from '../profile/placeholder-names.js';
import type { Evidence, FieldGroup, Operations, Switch, Transport, Workload, Write, WriteEvent } from '../profile/operations.js';
import type { Family, Grain, Profile } from '../profile/types.js';
import { inRange } from '../profile/version.js';
import { impossible, shareOf } from './conditions.js';
import { minutesBetween, removes } from './switched.js';

/** Equal commands of a flow. */
export interface FlowCommand {
  command: string;
  /** Family id; `null` when it names no key. */
  family: string | null;
  /** The statistics it belongs to; `none` where that means nothing. */
  grain: Grain;
  /** The entities it counts by. */
  dimensions: readonly string[];
  fieldGroup: FieldGroup | null;
  /** Mean number each time the event happens. */
  count: number;
  /** Called by a script: the server counts it, but it does not travel. */
  inScript: boolean;
}

/** What one event sends under a workload. */
export interface Flow {
  event: string;
  source: string;
  title: string;
  /** How often it happens a day. */
  perDay: number;
  /** How often with each request, at most 1; `null` for what happens without requests. */
  perRequest: number | null;
  transport: Transport;
  commands: readonly FlowCommand[];
  evidence: Evidence;
  from: string;
}

/**
 * What the profile sends under a workload, with switches set as in `env` (values by variable; a switch is off when its value
 * is exactly its `off`). `version`: a release; `null` for the newest one. Means over all requests: shares are taken to be
 * independent of each other. Whether the release reads a switch is not asked here (`isRead` tells).
 */
export function flowsOf(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>> = {},
): Flow[] {
  const { operations } = profile;
  if (!operations) return [];
  const at = version ?? profile.versions?.newest ?? null;
  const runs = (part: { since?: string; until?: string }): boolean => at === null || inRange(part.since, part.until, at);
  const families = new Map(profile.families.map((family) => [family.id, family]));
  const off = (profile.switches ?? []).filter((one) => one.kind === 'boolean' && env[one.env] === one.off);
  return operations.events.filter(runs).flatMap((event) => {
    const writes = event.writes.filter(runs);
    const commands = writes.flatMap((write) => commandOf(profile, operations, event, write, families, workload, off));
    const rate = rateOf(profile, operations, event, workload, env);
    if (commands.length === 0 || rate.perDay === 0) return [];
    const { id, source, title, transport, evidence, from } = event;
    return [{ event: id, source, title, ...rate, transport, commands, evidence, from }];
  });
}

function rateOf(
  profile: Profile,
  operations: Operations,
  event: WriteEvent,
  workload: Workload,
  env: Readonly<Record<string, string>>,
): Pick<Flow, 'perDay' | 'perRequest'> {
  const share = shareOf(operations, workload, event.when ?? []);
  const { every } = event;
  if (every === 'request') return { perDay: workload.requestsPerDay * share, perRequest: share };
  if ('minutes' in every) return { perDay: (1440 / minutesBetween(profile, every, env)) * share, perRequest: null };
  return { perDay: numberOf(every.perDay, workload) * share, perRequest: null };
}

function commandOf(
  profile: Profile,
  operations: Operations,
  event: WriteEvent,
  write: Write,
  families: ReadonlyMap<string, Family>,
  workload: Workload,
  off: readonly Switch[],
): FlowCommand[] {
  const family = write.family === null ? undefined : families.get(write.family);
  // An older release has fewer families; what is written to the others is left out with them.
  if (write.family !== null && !family) return [];
  const given = event.when ?? [];
  const asked = (write.when ?? []).filter((name) => !given.includes(name));
  const share = impossible([...given, ...asked]) ? 0 : shareOf(operations, workload, asked);
  const count = numberOf(write.count, workload) * share;
  const command: FlowCommand = {
    command: write.command,
    family: write.family,
    grain: write.grain ?? family?.grain ?? 'none',
    dimensions: dimensionsOf(profile, write, family),
    fieldGroup: write.fieldGroup ?? null,
    count,
    inScript: write.inScript ?? false,
  };
  return count > 0 && !off.some((one) => removes(one.removes, event, command)) ? [command] : [];
}

function dimensionsOf(profile: Profile, write: Write, family: Family | undefined): string[] {
  const named = family ? placeholdersOf(profile, family).flatMap(({ dimension }) => dimension ?? []) : [];
  return [...new Set([...named, ...(write.dimension === undefined ? [] : [write.dimension])])];
}

const numberOf = (value: number | ((workload: Workload) => number), workload: Workload): number =>
  typeof value === 'number' ? value : value(workload);
