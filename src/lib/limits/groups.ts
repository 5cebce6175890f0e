/** The limits of a profile, ready to be read: which fields of which hashes, and the figures that they are held against. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { Entity } from '../profile/figures.js';
import type { Gate, Limit, LimitUnit } from '../profile/limits.js';
import { patternFiller, type Slot } from '../profile/pattern.js';
import type { Unit } from '../profile/types.js';
import { coverage, type Releases } from '../profile/version.js';

/** A key's name. `period`: as the name writes it; empty for families without one. */
type NameOf = (id: string, period: string) => string;

interface Counted {
  family: CompiledFamily;
  nameOf: NameOf;
  unit: Unit;
  /** The slot of the period; `null`: none. */
  period: Slot | null;
}

export interface ReadyLimit {
  limit: Limit;
  unit: LimitUnit;
  /** `own`: in the hash of the limit. `null`: not in Redis. */
  figure: Counted | 'own' | null;
  /** Unit of the figure. */
  counted: Unit;
  start: Counted | null;
  byDay: Counted | null;
  /** The same figure, never set anew, then the two that are equal where it is the same. `null`: none. */
  lasting: readonly [Counted, Counted, Counted] | null;
}

/** All limits whose values are in the hashes of one family. */
export interface Group {
  family: CompiledFamily;
  entity: Entity;
  limits: ReadyLimit[];
  gates: Gate[];
  fields: string[];
  nameOf: NameOf;
  /** The set that lists all ids; `null`: none. */
  listed: CompiledFamily | null;
  /** The slot of the billing cycle; `null`: none. */
  cycle: Slot | null;
}

export interface Grouped {
  groups: Group[];
  /** Titles of limits of which several releases fit the data. */
  unsure: string[];
}

export function groupsOf(profile: CompiledProfile, releases: Releases): Grouped {
  const { limits, figures } = profile.profile;
  const possible = (limits?.list ?? []).filter(({ since, until }) => coverage(since, until, releases) !== 'none');
  // Later entries are those of later releases.
  const newest = possible.filter(({ id }, at) => !possible.slice(at + 1).some((later) => later.id === id));
  const unsure = newest.filter(({ id }) => possible.filter((each) => each.id === id).length > 1).map(({ title }) => title);
  const groups = [...new Set(newest.map(({ family }) => family))].flatMap((id): Group[] => {
    const family = familyNamed(profile, id);
    const own = newest.filter((limit) => limit.family === id);
    const entity = figures?.entities.find(({ dimension }) => dimension === own[0]!.dimension);
    if (!family || !entity) return [];
    const gates = (limits?.gates ?? []).filter((gate) => gate.family === id);
    const [, cycle = null] = family.slots;
    const listed = entity.names?.find((source) => source.family === id)?.listed;
    return [
      {
        family,
        entity,
        limits: own.map((limit) => readyLimit(profile, family, limit)),
        gates,
        fields: [...new Set([...own.flatMap(fieldsOf), ...gates.map(({ field }) => field)])],
        nameOf: nameOf(family),
        listed: listed === undefined ? null : (familyNamed(profile, listed) ?? null),
        cycle,
      },
    ];
  });
  return { groups, unsure };
}

const familyNamed = ({ families }: CompiledProfile, id: string): CompiledFamily | undefined =>
  families.find(({ family }) => family.id === id);

function nameOf({ family, slots }: CompiledFamily): NameOf {
  const fill = patternFiller(family.pattern);
  const [subject, period] = slots;
  return (id, text) => fill({ [subject?.name ?? '']: id, ...(period && { [period.name]: text }) });
}

function readyLimit(profile: CompiledProfile, own: CompiledFamily, limit: Limit): ReadyLimit {
  const { figure, period } = limit;
  const stored = typeof figure === 'string' ? null : figure;
  const counted = (id: string | undefined): Counted | null => {
    const family = id === undefined ? undefined : familyNamed(profile, id);
    return family
      ? { family, nameOf: nameOf(family), unit: family.family.value ?? 'count', period: family.slots[1] ?? null }
      : null;
  };
  const other = counted(stored?.family);
  const named = stored?.lasting ? [stored.lasting.family, ...stored.lasting.whereEqual] : [];
  const lasting = named.flatMap((id) => counted(id) ?? []);
  const isHash = other?.family.family.type === 'hash';
  const holder = other ?? { family: own, unit: 'count' as const };
  return {
    limit,
    unit: unitIn(own, limit.field) as LimitUnit,
    figure: stored === null ? null : (other ?? 'own'),
    counted: other && !isHash ? other.unit : unitIn(holder.family, stored?.field ?? limit.field),
    start: period.kind === 'window' ? counted(period.start) : null,
    byDay: counted(stored?.byDay),
    lasting: lasting.length === 3 ? (lasting as [Counted, Counted, Counted]) : null,
  };
}

function unitIn({ family: { fields, optionalFields } }: CompiledFamily, field: string): Unit {
  return { ...fields, ...optionalFields }[field] ?? 'count';
}

/** Fields of the limit's own hash. */
function fieldsOf({ field, needs, unless, figure, period }: Limit): string[] {
  const inHash = typeof figure !== 'string' && figure.family === undefined ? figure.field : undefined;
  const times =
    period.kind === 'week'
      ? [period.day, period.hour]
      : period.kind === 'window'
        ? [period.minutes]
        : period.kind === 'day'
          ? [period.field]
          : [];
  return [field, needs, unless, inHash, ...times].filter((name) => name !== undefined);
}
