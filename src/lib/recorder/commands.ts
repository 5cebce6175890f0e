/** The commands that record one request, as the application sends them. */
import { calendarYearWeek, localWeekStart, periodText } from '../profile/period-text.js';
import type { Transport } from '../profile/operations.js';
import type { Amounts, FinishedRequest } from '../profile/recording.js';
import type { Family } from '../profile/types.js';
import type { PlannedEvent, PlannedWrite, RecordingPlan } from './plan.js';

export interface RecordedCommand {
  /** Its name, then its arguments. */
  words: readonly string[];
  /** `null`: it names no key. */
  family: Family | null;
}

/** The commands of one event, which are sent together. */
export interface RecordedEvent {
  event: string;
  transport: Transport;
  commands: readonly RecordedCommand[];
}

const HOUR_MS = 3_600_000;

/** In the order in which the application sends them. */
export function recordedEvents(plan: RecordingPlan, request: FinishedRequest): RecordedEvent[] {
  const values = valuesOf(plan, request);
  return plan.events.flatMap((event) => {
    if (!event.holds(request)) return [];
    const commands = commandsOf(event, values, request, plan.release);
    return commands.length > 0 ? [{ event: event.id, transport: event.transport, commands }] : [];
  });
}

type Values = Readonly<Record<string, string>>;

function commandsOf(event: PlannedEvent, values: Values, request: FinishedRequest, release: string): RecordedCommand[] {
  const amounts = event.amounts(request);
  const keys = new Map<Family, string>();
  const keyOf = (write: PlannedWrite, family: Family): string => {
    const known = keys.get(family);
    if (known !== undefined) return known;
    const key = write.key!(values);
    keys.set(family, key);
    return key;
  };
  return event.writes.flatMap((write): RecordedCommand[] => {
    const { command, family } = write;
    if (!write.holds(request)) return [];
    if (family === null) return [{ words: [command], family }];
    const rest = argumentsOf(write, values, amounts, { request, amounts, release, family });
    return rest === null ? [] : [{ words: [command, keyOf(write, family), ...rest], family }];
  });
}

/** `null`: there is nothing to count. */
function argumentsOf(
  write: PlannedWrite,
  values: Values,
  amounts: Amounts,
  context: Parameters<NonNullable<PlannedWrite['rest']>>[0],
): readonly string[] | null {
  const { field, member, amount, seconds, rest } = write;
  if (amount !== null) {
    const value = amounts[amount];
    if (write.omitsZero && value <= 0) return null;
    const text = String(write.isMicro ? Math.round(value * 1e6) : value);
    return field === null ? [text] : [field(values), text];
  }
  if (member !== null) return [member(values)];
  if (seconds !== null) return [seconds];
  return rest === null ? [] : rest(context);
}

/** The texts of all placeholders. */
function valuesOf({ placeholders, names, utcOffset, week }: RecordingPlan, request: FinishedRequest): Values {
  const values: Record<string, string> = {};
  for (const { name, placeholder } of placeholders) {
    const { kind, dimension, zone } = placeholder;
    const offset = zone === 'utc' ? 0 : utcOffset;
    if (dimension !== undefined) values[name] = names[dimension]?.(request) ?? '';
    else if (kind === 'week-start') values[name] = weekText(week, request, offset);
    else values[name] = periodText(kind, request.at, offset) ?? '';
  }
  return values;
}

function weekText(week: RecordingPlan['week'], { at, weeklyReset }: FinishedRequest, utcOffset: number): string {
  const local = at + utcOffset * HOUR_MS;
  if (week?.named === 'calendar-year') return calendarYearWeek(local);
  return periodText('date-hour', localWeekStart(weeklyReset, local), 0) ?? '';
}
