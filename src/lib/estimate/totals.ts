import type { Flow, FlowCommand } from './flows.js';
import { significant } from './significant.js';

/** `wire`: commands that are sent. `counted`: commands as the server counts them, including those inside scripts. */
export interface Commands {
  wire: number;
  counted: number;
}

/** The same with the number of round trips. */
export interface Load extends Commands {
  roundTrips: number;
}

/** Per request without background work, and per day with it. */
export interface Rates<Kind> {
  perRequest: Kind;
  perDay: Kind;
}

export interface SourceTotal extends Rates<Load> {
  id: string;
  /** False for commands that come without requests. */
  withRequests: boolean;
}

export interface GroupTotal extends Rates<Commands> {
  /** `null`: commands that name no key. */
  id: string | null;
}

export interface Totals extends Rates<Load> {
  sources: SourceTotal[];
  families: GroupTotal[];
  grains: GroupTotal[];
  /** A command may count by several entities, or by none, so these do not add up to the total. */
  dimensions: GroupTotal[];
}

/** The totals of the flows, each group in the order of its first command. */
export function totalsOf(flows: readonly Flow[]): Totals {
  return {
    ...loadOf(flows),
    sources: [...new Set(flows.map(({ source }) => source))].map((id) => sourceTotal(id, flows)),
    families: groups(flows, ({ family }) => [family]),
    grains: groups(flows, ({ grain }) => [grain]),
    dimensions: groups(flows, ({ dimensions }) => dimensions),
  };
}

function sourceTotal(id: string, flows: readonly Flow[]): SourceTotal {
  const own = flows.filter(({ source }) => source === id);
  return { id, ...loadOf(own), withRequests: own.some(({ perRequest }) => perRequest !== null) };
}

/** The total load of the flows. */
export function loadOf(flows: readonly Flow[]): Rates<Load> {
  const total: Rates<Load> = { perRequest: nothing(), perDay: nothing() };
  for (const flow of flows) {
    const once = { ...commandsOf(flow.commands), roundTrips: roundTripsOf(flow) };
    add(total.perDay, once, flow.perDay);
    if (flow.perRequest !== null) add(total.perRequest, once, flow.perRequest);
  }
  return { perRequest: roundedLoad(total.perRequest), perDay: roundedLoad(total.perDay) };
}

/** Number of round trips per event. */
export function roundTripsOf({ transport, commands }: Pick<Flow, 'transport' | 'commands'>): number {
  const { wire } = commandsOf(commands);
  return transport === 'sequence' ? wire : Math.min(wire, 1);
}

const roundedLoad = ({ roundTrips, ...commands }: Load): Load => ({
  ...rounded(commands),
  roundTrips: significant(roundTrips),
});

const rounded = ({ wire, counted }: Commands): Commands => ({ wire: significant(wire), counted: significant(counted) });

const nothing = (): Load => ({ wire: 0, counted: 0, roundTrips: 0 });

function commandsOf(commands: readonly FlowCommand[]): Commands {
  const sums = { wire: 0, counted: 0 };
  for (const { count, inScript } of commands) {
    sums.counted += count;
    if (!inScript) sums.wire += count;
  }
  return sums;
}

function add(sum: Load, once: Load, times: number): void {
  sum.wire += once.wire * times;
  sum.counted += once.counted * times;
  sum.roundTrips += once.roundTrips * times;
}

function groups(flows: readonly Flow[], idsOf: (command: FlowCommand) => readonly (string | null)[]): GroupTotal[] {
  const totals = new Map<string | null, GroupTotal>();
  for (const flow of flows) {
    for (const command of flow.commands) {
      for (const id of idsOf(command)) {
        const total = totals.get(id) ?? { id, perRequest: { wire: 0, counted: 0 }, perDay: { wire: 0, counted: 0 } };
        totals.set(id, total);
        addCommand(total.perDay, command, flow.perDay);
        if (flow.perRequest !== null) addCommand(total.perRequest, command, flow.perRequest);
      }
    }
  }
  return [...totals.values()].map(({ id, perRequest, perDay }) => ({
    id,
    perRequest: rounded(perRequest),
    perDay: rounded(perDay),
  }));
}

function addCommand(sum: Commands, { count, inScript }: FlowCommand, times: number): void {
  sum.counted += count * times;
  if (!inScript) sum.wire += count * times;
}
