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
  /** True: only the application needs its reply. */
  isRead: boolean;
  /** The key that must exist; `null`: none must. */
  ifExists: string | null;
}

/** The commands of one event, which are sent together. */
export interface RecordedEvent {
  event: string;
  transport: Transport;
  commands: readonly RecordedCommand[];
  /** They may be summed with those of other requests, and written later. */
  addsUp: boolean;
  /** They may be summed with those that are written in the same step. */
  isSum: boolean;
}

const HOUR_MS = 3_600_000;

/** In the order in which the application sends them. */
export function recordedEvents(plan: RecordingPlan, request: FinishedRequest): RecordedEvent[] {
  const values = valuesOf(plan, request);
  const keys: string[] = [];
  const keyOf = (place: number): string => (keys[place] ??= plan.keys[place]!(values));
  const events: RecordedEvent[] = [];
  for (const event of plan.events) {
    if (event.holds && !event.holds(request)) continue;
    const commands = commandsOf(event, values, keyOf, request, plan.release);
    if (commands.length > 0)
      events.push({ event: event.id, transport: event.transport, commands, addsUp: event.addsUp(request), isSum: event.isSum });
  }
  return events;
}

/** A script needs neither MULTI and EXEC, nor reads. */
export const isForScript = ({ family, isRead }: Pick<RecordedCommand, 'family' | 'isRead'>): boolean =>
  family !== null && !isRead;

type Values = Readonly<Record<string, string>>;

function commandsOf(
  event: PlannedEvent,
  values: Values,
  keyOf: (place: number) => string,
  request: FinishedRequest,
  release: string,
): RecordedCommand[] {
  const amounts = event.amounts(request);
  const commands: RecordedCommand[] = [];
  for (const write of event.writes) {
    const { command, family, key } = write;
    if (write.holds && !write.holds(request)) continue;
    if (family === null || key === null) {
      commands.push({ words: [command], family: null, isRead: false, ifExists: null });
      continue;
    }
    const words = wordsOf(write, keyOf(key), values, amounts);
    if (words === null) continue;
    for (const word of write.rest?.({ request, amounts, release, family }) ?? []) words.push(word);
    const ifExists = write.ifExists === null ? null : keyOf(write.ifExists);
    commands.push({ words, family, isRead: write.isRead, ifExists });
  }
  return commands;
}

/** `null`: there is nothing to count. */
function wordsOf(write: PlannedWrite, key: string, values: Values, amounts: Amounts): string[] | null {
  const { command, field, member, amount, seconds } = write;
  if (amount !== null) {
    const value = amounts[amount];
    if (write.omitsZero && value <= 0) return null;
    const text = String(write.isMicro ? Math.round(value * 1e6) : value);
    if (field === null) return [command, key, text];
    return [command, key, typeof field === 'string' ? field : field(values), text];
  }
  if (member !== null) return [command, key, member(values)];
  return seconds === null ? [command, key] : [command, key, seconds];
}

/** The texts of all placeholders. */
function valuesOf({ placeholders, names, utcOffset, week }: RecordingPlan, request: FinishedRequest): Values {
  const values: Record<string, string> = {};
  for (const { name, placeholder } of placeholders) {
    const { kind, dimension, zone } = placeholder;
    const offset = zone === 'utc' ? 0 : utcOffset;
    const nameOf = names[dimension ?? name];
    if (nameOf || dimension !== undefined) values[name] = nameOf?.(request) ?? '';
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
