/** Reads every key once: judges keys that can be judged alone, sums the others in groups, and keeps what looks wrong. */
import { capturesOf } from '../profile/listing.js';
import { slotText } from '../profile/pattern.js';
import type { Listed } from '../profile/invariants.js';
import { groupHash, GroupNames } from './group-names.js';
import { CORRUPT, GroupTable, HAS_PARTS, HAS_WHOLE, NO_PERIOD, OPTIONAL } from './group-table.js';
import { Evidence, PeriodHours } from './evidence.js';
import { HashSet } from './hash-set.js';
import { REFUSED, WRONG_TYPE, type KeyReading } from './key-value.js';
import { ttlFault } from './ttl-fault.js';
import { listedBy } from './listed-by.js';
import { Numbers } from './numbers.js';
import type { Contribution, FamilyPlan, Relation } from './relation.js';
import { SpilledGroups } from './spilled-groups.js';
import { hashText, joinHashes } from '../format/text-hash.js';

export interface FirstPassOptions {
  relations: readonly Relation[];
  /**
   * Only groups and keys of this owner, and of periods that start at this time or later (in hours, with the texts read as UTC).
   */
  owner: string | null;
  sinceHours: number | null;
  nowMs: number;
  /** Possible dates of the current day. */
  openDays: readonly string[];
  /** Maximum bytes of the group tables before they spill to disk. */
  maxBytes: number;
  /** Called with each key that looks wrong by itself. */
  suspect(relation: Relation, plan: FamilyPlan, db: number, name: string): void;
}

const HALF = 2 ** 26;
/** The total memory is checked after this many new groups in a table. */
const SPILL_EVERY = 256;

export class FirstPass {
  readonly evidence = new Evidence();
  readonly periods = new PeriodHours();
  /** Hashes of the ids of existing owners, by dimension. */
  readonly owners = new Map<string, Set<number>>();
  /** By relation: number of keys judged by themselves. */
  readonly judged: number[];
  refused = 0;
  keys = 0;
  readonly #options: FirstPassOptions;
  #tables: GroupTable[];
  #spilled: SpilledGroups | null = null;
  readonly #numbers = new Numbers();
  readonly #names = new GroupNames();
  /** List members that entities have named, a few per entity. */
  readonly #listed = new HashSet();

  constructor(options: FirstPassOptions) {
    this.#options = options;
    this.#tables = options.relations.map(({ width }) => new GroupTable(width));
    this.judged = options.relations.map(() => 0);
  }

  /** True when groups were spilled to disk. */
  get spilled(): boolean {
    return this.#spilled !== null;
  }

  take(plan: FamilyPlan, key: KeyReading, segments: readonly string[]): void {
    const { value } = key;
    if (value === null || key.ttlMs === -2) return;
    this.keys++;
    if (value === REFUSED) {
      this.refused++;
      return;
    }
    this.#names.read(plan, segments);
    const hours = plan.compiled.period ? this.periods.of(slotText(plan.compiled.period, segments)) : NO_PERIOD;
    if (!this.#isWanted(plan, segments, hours)) return;
    const numbers = this.#numbers;
    numbers.clear(plan, value === WRONG_TYPE);
    if (value !== undefined && value !== WRONG_TYPE) this.#readNumbers(plan, key.db, value);
    if (plan.optional.length > 0 || hours !== NO_PERIOD)
      this.evidence.note(plan, hours === NO_PERIOD ? Infinity : hours, numbers.present);
    this.#judgeAlone(plan, key, hours);
    for (const contribution of plan.contributions) this.#contribute(contribution, key, null, '');
    if (plan.listings.length > 0 && value !== WRONG_TYPE && Array.isArray(value))
      this.#list(plan, key, value as readonly string[]);
  }

  #isWanted(plan: FamilyPlan, segments: readonly string[], hours: number): boolean {
    const { owner, sinceHours } = this.#options;
    // Entities show which owners exist, and lists need all entities.
    if (plan.compiled.family.role === 'entity') return true;
    if (owner !== null && !plan.compiled.dimensions.some(({ slot }) => slotText(slot, segments) === owner)) return false;
    return sinceHours === null || (hours !== NO_PERIOD && hours >= sinceHours);
  }

  #readNumbers(plan: FamilyPlan, db: number, value: string | readonly string[]): void {
    const { embedded } = plan;
    if (!embedded) {
      this.#numbers.take(plan, value, null);
      return;
    }
    const perValue = new Map<string, Float64Array>();
    this.#numbers.take(plan, value, (field, text) => {
      const end = field.lastIndexOf(':');
      if (!field.startsWith(embedded.before) || end < embedded.before.length) return;
      const column = embedded.after.get(field.slice(end));
      if (column === undefined) return;
      const name = field.slice(embedded.before.length, end);
      let numbers = perValue.get(name);
      if (!numbers) {
        numbers = new Float64Array(embedded.after.size);
        perValue.set(name, numbers);
      }
      const number = Number(text);
      if (!(number >= 0) || !Number.isInteger(number)) this.#numbers.corrupt = true;
      numbers[column] = number;
    });
    const { contribution } = embedded;
    if (contribution) for (const [name, numbers] of perValue) this.#contribute(contribution, { db }, numbers, name);
  }

  #judgeAlone(plan: FamilyPlan, key: KeyReading, hours: number): void {
    const { values, corrupt } = this.#numbers;
    if (plan.values) this.#count(plan.values, plan, key, corrupt);
    for (const check of plan.fieldChecks) {
      if (key.value === WRONG_TYPE || !this.#isEvident(plan)) continue;
      let sum = 0;
      for (let i = 0; i < check.parts.length; i++) sum += values[check.parts[i]!]!;
      const whole = values[check.whole]!;
      const isExact = sum < HALF * HALF && whole < HALF * HALF;
      const holds = check.invariant.compare === 'equal' ? sum === whole : whole >= sum;
      this.#count(check.relation, plan, key, !holds || !isExact || corrupt);
    }
    for (const check of plan.ttl) {
      if (!this.#isEvident(plan)) break;
      if (key.ttlMs === null || (check.onlyNegative && !(values[plan.fields.get('') ?? 0]! < 0))) continue;
      this.#count(check.relation, plan, key, ttlFault(check.seconds, key.ttlMs, hours, this.#options.nowMs) !== null);
    }
    for (const relation of plan.carried) this.#count(relation, plan, key, this.#isCarriedWrongly(plan, relation, key));
  }

  /** True for a setting without counters, or for today's key without a setting that yesterday's key may have. */
  #isCarriedWrongly(plan: FamilyPlan, { invariant }: Relation, { name }: KeyReading): boolean {
    if (invariant.kind !== 'carried') return false;
    if (this.#has(plan, invariant.field)) return !invariant.beside.some((field) => this.#has(plan, field));
    return this.#options.openDays.includes(capturesOf(plan.compiled, name)[invariant.period] ?? '');
  }

  #has(plan: FamilyPlan, field: string): boolean {
    return this.#numbers.present[plan.fields.get(field)!] === 1;
  }

  /** A name that several applications use belongs to this one only if the evidence fields exist. */
  #isEvident(plan: FamilyPlan): boolean {
    const { evidenceFields } = plan.compiled.family;
    if (!evidenceFields || !plan.readsValue) return true;
    return evidenceFields.some((field) => this.#numbers.present[plan.fields.get(field)!] === 1);
  }

  #count(relation: Relation, plan: FamilyPlan, { db, name }: KeyReading, isSuspect: boolean): void {
    this.judged[relation.index]!++;
    if (isSuspect) this.#options.suspect(relation, plan, db, name);
  }

  #contribute(
    contribution: Contribution,
    key: Pick<KeyReading, 'db'> & Partial<KeyReading>,
    embedded: Float64Array | null,
    value: string,
  ): void {
    const { relation, side, group: places, period, columns, member } = contribution;
    const sign = side === 'parts' ? 1 : -1;
    const hash = this.#names.hash(contribution, key.db, value);
    const table = this.#tables[relation.index]!;
    let group = table.find(hash);
    if (group < 0) {
      // Before creating a group, because spilling empties the table.
      if (table.size % SPILL_EVERY === SPILL_EVERY - 1) this.#spillWhenFull();
      group = table.group(hash, period < 0 ? NO_PERIOD : this.periods.of(this.#names.texts[places[period]!]!));
    }
    table.mark(group, side === 'parts' ? HAS_PARTS : HAS_WHOLE);
    if (this.#numbers.corrupt) table.mark(group, CORRUPT);
    switch (relation.invariant.kind) {
      case 'sum': {
        const numbers = embedded ?? this.#numbers.values;
        for (let i = 0; i < columns.length; i++) table.add(group, i, sign * numbers[columns[i]!]!);
        // The last column is what the tolerance multiplies: requests of the parts, or the number of parts.
        if (side === 'parts' && columns.length < relation.width) table.add(group, relation.width - 1, 1);
        break;
      }
      case 'presence':
        table.add(group, side === 'parts' ? 0 : 1, 1);
        break;
      case 'owner':
        if (side === 'whole') this.#noteOwner(relation.placeholders[0]!, this.#names.hashes[places[0]!]!);
        table.add(group, side === 'parts' ? 0 : 1, 1);
        break;
      case 'index':
        if (member) this.#addMember(table, group, 1, this.#names.memberHash(member));
        else if (Array.isArray(key.value)) this.#addMembers(relation, table, group, key.value as readonly string[]);
    }
  }

  #noteOwner(dimension: string, hash: number): void {
    let known = this.owners.get(dimension);
    if (!known) this.owners.set(dimension, (known = new Set()));
    known.add(hash);
  }

  #addMembers(relation: Relation, table: GroupTable, group: number, members: readonly string[]): void {
    const { ghostMembers = [] } = relation.sides.whole[0]!.compiled.family;
    for (const member of members) {
      this.#addMember(table, group, -1, hashText(member));
      if (ghostMembers.includes(member)) table.mark(group, OPTIONAL);
    }
  }

  #addMember(table: GroupTable, group: number, sign: number, hash: number): void {
    table.add(group, 0, sign);
    table.add(group, 1, sign * (hash % HALF));
    table.add(group, 2, sign * Math.floor(hash / HALF));
  }

  #list(plan: FamilyPlan, key: KeyReading, value: readonly string[]): void {
    for (const { relation, side } of plan.listings) {
      const { invariant } = relation;
      if (invariant.kind !== 'listing') continue;
      const table = this.#tables[relation.index]!;
      if (side === 'whole') {
        const contribution = plan.contributions.find((each) => each.relation === relation)!;
        const group = table.group(this.#names.hash(contribution, key.db, ''), NO_PERIOD);
        for (const text of listTexts(invariant.valued === true, plan.compiled.family.type, value))
          this.#addMember(table, group, -1, hashText(text));
        continue;
      }
      for (const listed of listedBy(invariant, plan, key.name, value)) {
        const texts = relation.placeholders.map((name) => listed.group?.[name] ?? '');
        const group = table.group(groupHash(relation, key.db, texts), NO_PERIOD);
        table.mark(group, HAS_PARTS);
        // An optional member is decided when read again.
        if (listed.optional !== undefined) table.mark(group, OPTIONAL);
        const member = hashText(listedText(listed));
        // Several entities may imply the same list entry, such as a tag.
        const once = joinHashes(groupHash(relation, key.db, texts), member);
        if (this.#listed.add(once)) this.#addMember(table, group, 1, member);
      }
    }
  }

  #spillWhenFull(): void {
    if (this.#bytes <= this.#options.maxBytes) return;
    this.#spilled ??= new SpilledGroups(this.#options.relations.map(({ width }) => width));
    this.#spilled.write(this.#tables);
  }

  /** `null`: the groups were spilled or dropped. */
  tableInMemory({ index }: Relation): GroupTable | null {
    return this.#spilled ? null : (this.#tables[index] ?? null);
  }

  /** Frees the groups' memory after the sweep if they take more than `most` bytes. */
  forgetGroups(most: number): void {
    if (this.#bytes > most) this.#tables = [];
  }

  get #bytes(): number {
    return this.#tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** All groups, each once: from memory, or file by file. */
  *tables(): Generator<readonly GroupTable[]> {
    if (!this.#spilled) {
      yield this.#tables;
      return;
    }
    this.#spilled.write(this.#tables);
    yield* this.#spilled.tables();
  }

  close(): void {
    this.#spilled?.remove();
  }
}

/** A member with its score or value, if that must match. */
export const listedText = ({ member, value }: Listed): string => (value === undefined ? member : `${member}\0${value}`);

/** The same for the members of a list that was read. */
export function* listTexts(valued: boolean, type: string, value: readonly string[]): Generator<string> {
  if (type === 'set') {
    yield* value;
    return;
  }
  for (let i = 0; i + 1 < value.length; i += 2) yield valued ? `${value[i]!}\0${value[i + 1]!}` : value[i]!;
}
