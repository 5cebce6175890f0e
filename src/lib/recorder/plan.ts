/** What one request writes in one release: the profile's events that a recorder can send, prepared once. */
import { isDeepStrictEqual } from 'node:util';
import { atVersion } from '../profile/at-version.js';
import type { LimitPeriod } from '../profile/limits.js';
import type { Condition, Transport, Write, WriteEvent } from '../profile/operations.js';
import { parsePattern } from '../profile/pattern.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Amount, Amounts, EntityNames, FinishedRequest, WriteContext } from '../profile/recording.js';
import { removes, switchesOff } from '../profile/removal.js';
import type { Family, Placeholder, Profile } from '../profile/types.js';
import { RecorderError } from './failure.js';

export type Filler = (values: Readonly<Record<string, string>>) => string;

export interface PlannedWrite {
  command: string;
  /** `null`: a command without a key. */
  family: Family | null;
  /** The place of its key in the plan's keys; `null`: a command without a key. */
  key: number | null;
  /** For HINCRBY. A text without placeholders is the same for all requests. */
  field: Filler | string | null;
  /** For SADD. */
  member: Filler | null;
  amount: Amount | null;
  /** True: the amount is in USD, and is counted in micro-dollars. */
  isMicro: boolean;
  omitsZero: boolean;
  /** True: only the application needs its reply. */
  isRead: boolean;
  /** The place of the key that must exist; `null`: none must. */
  ifExists: number | null;
  /** For EXPIRE; `null`: other commands. */
  seconds: string | null;
  rest: ((context: WriteContext) => readonly string[]) | null;
  /** `null`: always. */
  holds: ((request: FinishedRequest) => boolean) | null;
}

export interface PlannedEvent {
  id: string;
  transport: Transport;
  amounts: (request: FinishedRequest) => Amounts;
  holds: ((request: FinishedRequest) => boolean) | null;
  writes: readonly PlannedWrite[];
  /** Whether its commands may be summed over requests: they add up, and no limit is held against what they count. */
  addsUp: (request: FinishedRequest) => boolean;
  /** True: its commands may be summed with those of other requests that are written in the same step. */
  isSum: boolean;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HGET', 'HGETALL']);

/** Commands whose effects add up, or which have the same effect however often they are sent. Floats do not add up exactly. */
const ADDS_UP: ReadonlySet<string> = new Set(['HINCRBY', 'SADD', 'DEL', 'EXPIRE']);

export interface RecordingPlan {
  release: string;
  events: readonly PlannedEvent[];
  /** Each family's keys. */
  keys: readonly Filler[];
  /** Placeholders of all names, and what they are. */
  placeholders: readonly { name: string; placeholder: Placeholder }[];
  names: EntityNames;
  utcOffset: number;
  week: Extract<LimitPeriod, { kind: 'week' }> | null;
}

export interface PlanOptions {
  profile: Profile;
  /** Default: the newest of the profile. */
  release?: string;
  /** The application's environment: switches that are off leave their commands out. */
  switches?: Readonly<Record<string, string>>;
  /** Whole hours of the periods in key names, ahead of UTC. Default: the application's. */
  utcOffset?: number;
}

/** Throws a RecorderError (`input`) for a profile that does not say all that a recorder needs. */
export function recordingPlan({ profile: whole, release, switches = {}, utcOffset }: PlanOptions): RecordingPlan {
  const version = release ?? whole.versions?.newest;
  if (version === undefined || !whole.operations?.names)
    throw new RecorderError('input', `Profile ${whole.name} does not say what a request writes; claude-relay-service does.`);
  const offset = utcOffset ?? whole.offset?.default ?? 0;
  if (!Number.isInteger(offset) || Math.abs(offset) > 14)
    throw new RecorderError('input', 'utcOffset is a whole number of hours from -14 to 14.');
  const profile = atVersion(whole, version);
  const { events } = profile.operations!;
  const context = new Context(profile, whole.operations.conditions, version, switches);
  const planned = events.flatMap((event) => context.eventOf(event));
  return {
    release: version,
    events: planned,
    keys: context.keys,
    placeholders: [...context.placeholders].map(([name, placeholder]) => ({ name, placeholder })),
    names: whole.operations.names,
    utcOffset: offset,
    week: weekOf(profile),
  };
}

/** The limit by weeks says how a week is named. */
function weekOf({ limits }: Profile): RecordingPlan['week'] {
  for (const { period } of limits?.list ?? []) if (period.kind === 'week') return period;
  return null;
}

class Context {
  readonly placeholders = new Map<string, Placeholder>();
  readonly keys: Filler[] = [];
  readonly #places = new Map<Family, number>();
  readonly #families: ReadonlyMap<string, Family>;
  readonly #off;

  constructor(
    readonly profile: Profile,
    readonly conditions: readonly Condition[],
    readonly release: string,
    readonly env: Readonly<Record<string, string>>,
  ) {
    this.#families = new Map(profile.families.map((family) => [family.id, family]));
    this.#off = switchesOff(profile, env);
  }

  eventOf(event: WriteEvent): PlannedEvent[] {
    const { id, transport, amounts, when } = event;
    if (!amounts) return [];
    const writes = event.writes.flatMap((write) => this.#writeOf(event, write));
    // What only opens and closes a transaction is nothing.
    if (writes.every(({ key }) => key === null)) return [];
    const isSum = writes.every(({ command }) => ADDS_UP.has(command));
    return [{ id, transport, amounts, holds: this.#holds(when), writes, addsUp: this.#addUp(writes), isSum }];
  }

  #addUp(writes: readonly PlannedWrite[]): (request: FinishedRequest) => boolean {
    const list = this.profile.limits?.list ?? [];
    const figures = new Set(list.flatMap(({ figure }) => (typeof figure === 'string' ? [] : (figure.family ?? []))));
    const isNever = writes.some(({ command, family }) => !ADDS_UP.has(command) || (family && figures.has(family.id)));
    if (isNever) return () => false;
    const written = new Set(writes.map(({ family }) => family?.id));
    const enforced = list.flatMap(({ computedFrom }) =>
      computedFrom?.families.some((id) => written.has(id)) ? [this.#holds([computedFrom.when])!] : [],
    );
    return (request) => !enforced.some((holds) => holds(request));
  }

  #writeOf(event: WriteEvent, write: Write): PlannedWrite[] {
    const family = write.family === null ? null : this.#families.get(write.family);
    // Older releases have fewer families.
    if (write.isBefore || family === undefined || this.#isOff(event, write, family)) return [];
    const { command, amount = null, omitsZero = false, field, rest = null, ifExists } = write;
    const needed = ifExists === undefined ? undefined : this.#families.get(ifExists);
    const listed = command === 'SADD' ? family?.lists?.member : undefined;
    return [
      {
        command,
        family,
        key: family && this.#keyOf(family),
        field: field === undefined ? null : this.#fieldOf(field, family),
        member: listed === undefined ? null : this.#filler(listed, family),
        amount,
        isMicro: field !== undefined && unitOf(family, field) === 'micro-usd',
        omitsZero,
        isRead: READS.has(command),
        ifExists: needed ? this.#keyOf(needed) : null,
        seconds: command === 'EXPIRE' && rest === null ? String(this.#secondsOf(write, family)) : null,
        rest,
        holds: this.#holds(write.when),
      },
    ];
  }

  #keyOf(family: Family): number {
    const known = this.#places.get(family);
    if (known !== undefined) return known;
    this.#places.set(family, this.keys.length);
    return this.keys.push(this.#filler(family.pattern, family)) - 1;
  }

  #fieldOf(field: string, family: Family | null): Filler | string {
    return placeholderNames(field).length > 0 ? this.#filler(field, family) : field;
  }

  #isOff(event: WriteEvent, { grain, dimension, fieldGroup }: Write, family: Family | null): boolean {
    const own = family === null ? [] : placeholderNames(family.pattern).map((name) => this.#placeholder(name, family));
    const dimensions = [...own.map((one) => one.dimension), dimension].flatMap((one) => one ?? []);
    const command = { grain: grain ?? family?.grain ?? 'none', dimensions, fieldGroup: fieldGroup ?? null };
    return this.#off.some((one) => removes(one.removes, event, command));
  }

  #placeholder(name: string, family: Family | null): Placeholder {
    const found = family?.placeholders?.[name] ?? this.profile.placeholders[name];
    if (!found) throw new RecorderError('input', `Profile ${this.profile.name} does not declare {${name}}.`);
    return found;
  }

  #filler(pattern: string, family: Family | null): Filler {
    return fillerOf(pattern, (name) => this.#named(name, this.#placeholder(name, family), family));
  }

  /** Under which name the text is among the values: families may have different placeholders of one name. */
  #named(name: string, placeholder: Placeholder, family: Family | null): string {
    const known = this.placeholders.get(name);
    const own = known === undefined || isDeepStrictEqual(known, placeholder) ? name : `${name} of ${family?.id}`;
    this.placeholders.set(own, placeholder);
    return own;
  }

  #secondsOf({ seconds }: Write, family: Family | null): number {
    const value = seconds ? seconds(this.env) : family?.ttl.expires ? family.ttl.seconds : undefined;
    if (value !== undefined && Number.isInteger(value) && value > 0) return value;
    throw new RecorderError('input', `The TTL of ${family?.pattern ?? 'a key'} must be a whole number of seconds above 0.`);
  }

  #holds(when: readonly string[] = []): PlannedWrite['holds'] {
    if (when.length === 0) return null;
    const tests = when.map((name) => {
      const isNegated = name.startsWith('!');
      const id = isNegated ? name.slice(1) : name;
      const holds = this.conditions.find((one) => one.id === id)?.holds;
      if (!holds) throw new RecorderError('input', `Profile ${this.profile.name} does not say when "${id}" holds.`);
      return (request: FinishedRequest): boolean => holds(request, this.release) !== isNegated;
    });
    return (request) => tests.every((test) => test(request));
  }
}

/** Each request fills some sixty names, so no array is made for it. */
function fillerOf(pattern: string, valueOf: (placeholder: string) => string): Filler {
  const parts = parsePattern(pattern).map((part) => ('literal' in part ? part : { placeholder: valueOf(part.placeholder) }));
  return (values) => {
    let text = '';
    for (const part of parts) text += 'literal' in part ? part.literal : values[part.placeholder];
    return text;
  };
}

const unitOf = (family: Family | null, field: string) => family?.fields?.[field] ?? family?.optionalFields?.[field];
