import { placeholdersOf } from '../profile/placeholder-names.js';
import type { Evidence, FieldGroup, Operations, Transport, Workload, Write, WriteEvent } from '../profile/operations.js';
import type { Family, Grain, Profile } from '../profile/types.js';
import { inRange } from '../profile/version.js';
import { isAdding } from './command-kinds.js';
import { impossible, shareOf } from './conditions.js';
import { switched } from './switched.js';

/** Equal commands of a flow. */
export interface FlowCommand {
  command: string;
  /** Family id; `null`: no key. */
  family: string | null;
  /** Grain of its statistics; `none`: not applicable. */
  grain: Grain;
  /** The entities by which it counts. */
  dimensions: readonly string[];
  fieldGroup: FieldGroup | null;
  /** Mean number per event. */
  count: number;
  /** True when the event may happen without it. */
  conditional: boolean;
  /** Called by a script: the server counts the command, but it is not sent. */
  inScript: boolean;
  /** Number of fields that a HSET sets; `null`: all. */
  fields: number | null;
  /** True: the key usually does not exist. */
  missing: boolean;
}

/** The commands of one event under a workload. */
export interface Flow {
  event: string;
  source: string;
  title: string;
  /** Number of events per day. */
  perDay: number;
  /** Mean events per request, at most 1; `null`: comes without requests. */
  perRequest: number | null;
  transport: Transport;
  commands: readonly FlowCommand[];
  evidence: Evidence;
  from: string;
}

/**
 * The commands of the profile under a workload, with switches set as in `env` (values by variable; a switch is off when its value
 * is exactly its `off`). `version`: a release; `null`: the newest. Means over all requests, assuming that shares are independent.
 * Does not check whether the release reads a switch (see `isRead`). Throws a usage error when a value in `env` must be a number
 * and is not.
 */
export const flowsOf = (
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>> = {},
): Flow[] => switched(profile, unswitchedFlows(profile, version, workload), env);

/** The same with every switch at its default. */
export function unswitchedFlows(profile: Profile, version: string | null, workload: Workload): Flow[] {
  const { operations } = profile;
  if (!operations) return [];
  const at = version ?? profile.versions?.newest ?? null;
  const runs = (part: { since?: string; until?: string }): boolean => at === null || inRange(part.since, part.until, at);
  const context = { operations, families: factsOf(profile), workload };
  return operations.events.filter(runs).flatMap((event) => {
    const commands = event.writes.filter(runs).flatMap((write) => commandOf(context, event, write));
    const rate = rateOf(context, event);
    const never = rate.perDay === 0 && (rate.perRequest ?? 0) === 0;
    if (commands.length === 0 || never) return [];
    const { id, source, title, transport, evidence, from } = event;
    return [{ event: id, source, title, ...rate, transport, commands, evidence, from }];
  });
}

/** Facts about families by their ids. */
type FamilyFacts = ReadonlyMap<string, Pick<FlowCommand, 'grain' | 'dimensions'>>;

/** An estimate asks for them some hundred times, and a profile does not change. */
const KNOWN = new WeakMap<Profile, FamilyFacts>();

function factsOf(profile: Profile): FamilyFacts {
  const known = KNOWN.get(profile);
  if (known) return known;
  const facts: FamilyFacts = new Map(
    profile.families.map((family) => [family.id, { grain: family.grain, dimensions: dimensionsOf(profile, family) }]),
  );
  KNOWN.set(profile, facts);
  return facts;
}

interface Context {
  operations: Operations;
  families: FamilyFacts;
  workload: Workload;
}

function rateOf({ operations, workload }: Context, { every, when = [] }: WriteEvent): Pick<Flow, 'perDay' | 'perRequest'> {
  const share = shareOf(operations, workload, when);
  if (every === 'request') return { perDay: workload.requestsPerDay * share, perRequest: share };
  const times = 'minutes' in every ? 1440 / every.minutes : numberOf(every.perDay, workload);
  return { perDay: times * share, perRequest: null };
}

function commandOf({ operations, families, workload }: Context, event: WriteEvent, write: Write): FlowCommand[] {
  const family = write.family === null ? undefined : families.get(write.family);
  // An older release has fewer families; writes to missing families are dropped.
  if (write.family !== null && !family) return [];
  const given = event.when ?? [];
  const asked = (write.when ?? []).filter((name) => !given.includes(name));
  const share = impossible([...given, ...asked]) ? 0 : shareOf(operations, workload, asked);
  const count = numberOf(write.count, workload) * share;
  if (count === 0) return [];
  const { command, dimension, fieldGroup = null, inScript = false, fields = null, missing = false } = write;
  const { grain, dimensions } = family ?? { grain: 'none', dimensions: [] };
  return [
    {
      command,
      family: write.family,
      grain: write.grain ?? grain,
      dimensions: dimension === undefined || dimensions.includes(dimension) ? dimensions : [...dimensions, dimension],
      fieldGroup,
      count,
      conditional: asked.length > 0,
      inScript,
      fields,
      missing,
    },
  ];
}

/** Families that get new keys or new content, each once. */
export const familiesWritten = (flows: readonly Flow[]): string[] => [
  ...new Set(
    flows.flatMap(({ commands }) =>
      commands.flatMap(({ command, family }) => (family !== null && isAdding(command) ? [family] : [])),
    ),
  ),
];

const dimensionsOf = (profile: Profile, family: Family): string[] => [
  ...new Set(placeholdersOf(profile, family).flatMap(({ dimension }) => dimension ?? [])),
];

const numberOf = (value: number | ((workload: Workload) => number), workload: Workload): number =>
  typeof value === 'number' ? value : value(workload);
