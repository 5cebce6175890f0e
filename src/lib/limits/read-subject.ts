/** The limits in one hash, and what has to be read to judge them. */
import { compare, plus, rounded, ZERO, type Decimal } from '../format/decimal.js';
import { periodText } from '../profile/period-text.js';
import type { Answer, Question } from '../usage/store.js';
import { isPositive, numberOf, parsed, type Parsed } from './amount.js';
import type { Group, ReadyLimit } from './groups.js';
import { dateReached, paceWithin } from './pace.js';
import { calendarSpan, NO_SPAN, periodInName, weekSpan, windowSpan, type Span } from './span.js';
import { isReached } from './verdict.js';

const DAY_MS = 86_400_000;
/** Whole days from which the pace of a figure of all time is computed. */
const PACE_DAYS = 7;
/** Bytes read of a number. */
const NUMBER_BYTES = 128;

export interface Clock {
  now: number;
  utcOffset: number;
  /** The billing cycle that is read. */
  cycle: string;
}

/** What one subject's hash says. */
export interface Found {
  /** `gone`: deleted. */
  state: { why: string; since: number | null } | 'gone' | null;
  set: SetLimit[];
  ignored: { ready: ReadyLimit; because: string }[];
  odd: { ready: ReadyLimit; where: string }[];
}

export interface SetLimit {
  ready: ReadyLimit;
  allowed: Decimal;
  span: Span;
  questions: Question[];
  judged(answers: readonly Answer[]): Judged;
}

export interface Judged {
  used: Decimal | null;
  span: Span;
  reached: boolean | null;
  reachedAt: number | null;
  /** The same figure without what the application has taken from it; `null`: not known. */
  lasting: Decimal | null;
  /** Why the figure is not known; `null`: it is, or is not stored. */
  fault: { why: 'text' | 'refused'; where: string } | null;
}

export function foundIn(group: Group, id: string, values: readonly (string | null)[], clock: Clock): Found {
  const field = (name: string | undefined): string | null =>
    name === undefined ? null : (values[group.fields.indexOf(name)] ?? null);
  const found: Found = { state: stateIn(group, field, clock.now), set: [], ignored: [], odd: [] };
  if (found.state === 'gone') return found;
  for (const ready of group.limits) {
    const { limit, unit } = ready;
    const allowed = parsed(field(limit.field), unit);
    if (!isPositive(allowed)) continue;
    const needed = limit.needs === undefined ? null : parsed(field(limit.needs), 'count');
    const other = limit.unless === undefined ? null : parsed(field(limit.unless), 'count');
    if (needed !== null && !isPositive(needed)) {
      found.ignored.push({ ready, because: limit.needs! });
    } else if (other !== null && other !== 'odd' && isPositive(other)) {
      found.ignored.push({ ready, because: limit.unless! });
    } else if (allowed === 'odd' || needed === 'odd') {
      found.odd.push({ ready, where: allowed === 'odd' ? limit.field : limit.needs! });
    } else {
      found.set.push(setLimit(id, ready, allowed, field, clock));
    }
  }
  return found;
}

type Field = (name: string | undefined) => string | null;

function stateIn({ gates }: Group, field: Field, now: number): Found['state'] {
  let closed: Found['state'] = null;
  for (const { id, field: name, is } of gates) {
    const text = field(name);
    if ('gone' in is) {
      if (text === is.gone) return 'gone';
    } else if ('open' in is) {
      if (text !== is.open) closed ??= { why: id, since: null };
    } else {
      const at = text === null ? Number.NaN : Date.parse(text);
      if (now > at) closed ??= { why: id, since: at };
    }
  }
  return closed;
}

function setLimit(id: string, ready: ReadyLimit, allowed: Decimal, field: Field, clock: Clock): SetLimit {
  const { limit, figure, start } = ready;
  const { period } = limit;
  const span = spanOf(ready, field, clock);
  const base = { ready, allowed, span: span ?? NO_SPAN };
  const unknown = (fault: Judged['fault']): SetLimit => ({
    ...base,
    questions: [],
    judged: () => ({ used: null, span: base.span, reached: null, reachedAt: null, lasting: null, fault }),
  });
  if (span === null) return unknown({ why: 'text', where: weekField(ready, field) });
  if (figure === null) return unknown(null);
  if (figure === 'own') {
    const stored = typeof limit.figure === 'string' ? undefined : limit.figure.field;
    const isToday = period.kind !== 'day' || period.field === undefined || isDay(field(period.field), span);
    const used = isToday ? parsed(field(stored), ready.counted) : ZERO;
    return {
      ...base,
      questions: [],
      judged: () => judgedBy(ready, { allowed, used, span, where: stored ?? '', daily: null }, clock),
    };
  }
  const { family } = figure;
  const inName = figure.period ? periodInName(period, figure.period.placeholder.kind, span, clock) : '';
  const question = questionFor(family.family.type, figure.nameOf(id, inName), limit.figure, clock.now);
  const starts = start ? [{ name: start.nameOf(id, ''), fields: null, bytes: NUMBER_BYTES }] : [];
  const days = ready.byDay ? paceQuestions(id, ready.byDay, clock) : [];
  const lasting = (ready.lasting ?? []).map((counted, at) => ({
    name: counted.nameOf(id, at === 0 ? inName : ''),
    fields: null,
    bytes: NUMBER_BYTES,
  }));
  return {
    ...base,
    questions: [question, ...starts, ...days, ...lasting],
    judged([own = null, ...rest]) {
      const where = family.family.pattern;
      if (own === null)
        return { used: null, span, reached: null, reachedAt: null, lasting: null, fault: { why: 'refused', where } };
      const window = start
        ? windowIn(rest[0] ?? null, field(period.kind === 'window' ? period.minutes : undefined), clock.now)
        : span;
      if (window === 'odd')
        return {
          used: null,
          span,
          reached: null,
          reachedAt: null,
          lasting: null,
          fault: { why: 'text', where: start!.family.family.pattern },
        };
      const used = window === null ? ZERO : parsed(own[0] ?? null, family.family.type === 'zset' ? 'count' : ready.counted);
      const ofDays = rest.slice(starts.length, starts.length + days.length);
      const daily = ready.byDay ? sumOf(ofDays, ready.byDay.unit) : null;
      const judged = judgedBy(ready, { allowed, used, span: window ?? NO_SPAN, where, daily }, clock);
      return { ...judged, lasting: lastingIn(ready, rest.slice(starts.length + days.length)) };
    },
  };
}

function questionFor(type: string, name: string, figure: ReadyLimit['limit']['figure'], now: number): Question {
  if (type === 'zset') return { name, fields: null, bytes: 0, above: now };
  const field = typeof figure === 'string' ? undefined : figure.field;
  return { name, fields: field === undefined ? null : [field], bytes: NUMBER_BYTES };
}

/** `null`: a field that says when it begins is no such number. */
function spanOf({ limit: { period } }: ReadyLimit, field: Field, { now, utcOffset, cycle }: Clock): Span | null {
  switch (period.kind) {
    case 'day':
    case 'month':
      return calendarSpan(period.kind, now, utcOffset);
    case 'week': {
      const day = whole(field(period.day), 1, [1, 7]);
      const hour = whole(field(period.hour), 0, [0, 23]);
      return day === null || hour === null ? null : weekSpan({ day, hour }, now, utcOffset);
    }
    case 'cycle': {
      const today = calendarSpan('day', now, utcOffset);
      return isDay(cycle, today) ? today : NO_SPAN;
    }
    default:
      return NO_SPAN;
  }
}

const weekField = ({ limit: { period } }: ReadyLimit, field: Field): string => {
  if (period.kind !== 'week') return '';
  const isOdd = whole(field(period.day), 1, [1, 7]) === null;
  return (isOdd ? period.day : period.hour) ?? '';
};

function whole(text: string | null, missing: number, [least, most]: readonly [number, number]): number | null {
  if (text === null || text === '') return missing;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

const isDay = (text: string | null, { localStart }: Span): boolean =>
  localStart !== null && text === new Date(localStart).toISOString().slice(0, 10);

/** `null`: no window is running. */
function windowIn(answer: Answer, minutes: string | null, now: number): Span | null | 'odd' {
  const text = answer?.[0] ?? null;
  if (text === null) return null;
  const start = parsed(text, 'count');
  const length = parsed(minutes, 'count');
  if (start === 'odd' || length === 'odd') return 'odd';
  return windowSpan(Number(start.digits), Number(length.digits), now);
}

function paceQuestions(id: string, byDay: NonNullable<ReadyLimit['byDay']>, { now, utcOffset }: Clock): Question[] {
  return Array.from({ length: PACE_DAYS }, (_, ago) => ({
    name: byDay.nameOf(id, periodText('date', now - (ago + 1) * DAY_MS, utcOffset) ?? ''),
    fields: null,
    bytes: NUMBER_BYTES,
  }));
}

/** `null`: it is not stored, or is another figure. */
function lastingIn({ lasting }: ReadyLimit, answers: readonly Answer[]): Decimal | null {
  if (lasting === null) return null;
  const [figure, one, other] = answers.map((answer, at) => {
    const text = answer?.[0] ?? null;
    const amount = text === null ? 'odd' : parsed(text, lasting[at]!.unit);
    return amount === 'odd' ? null : amount;
  });
  return figure && one && other && isNear(one, other) ? figure : null;
}

/** Costs are added up as floats, whose last digits differ. */
const isNear = (one: Decimal, other: Decimal): boolean => compare(rounded(one, 6), rounded(other, 6)) === 0;

/** `null`: a day is not known. */
function sumOf(answers: readonly Answer[], unit: ReadyLimit['counted']): Decimal | null {
  let sum = ZERO;
  for (const answer of answers) {
    const amount = answer === null ? 'odd' : parsed(answer[0] ?? null, unit);
    if (amount === 'odd') return null;
    sum = plus(sum, amount);
  }
  return sum;
}

interface Measured {
  allowed: Decimal;
  used: Parsed;
  span: Span;
  where: string;
  /** The sum of the last days; `null`: not read. */
  daily: Decimal | null;
}

function judgedBy({ limit }: ReadyLimit, { allowed, used, span, where, daily }: Measured, { now }: Clock): Judged {
  if (used === 'odd') return { used: null, span, reached: null, reachedAt: null, lasting: null, fault: { why: 'text', where } };
  const reached = isReached(limit, used, allowed);
  const perMs = paceOf(limit.period.kind, { used, span, daily }, now);
  const reachedAt = reached || perMs === null ? null : dateReached({ used, allowed, span, perMs, now });
  return { used, span, reached, reachedAt, lasting: null, fault: null };
}

/** Units in a millisecond; `null`: not known. */
function paceOf(
  kind: string,
  { used, span, daily }: { used: Decimal; span: Span; daily: Decimal | null },
  now: number,
): number | null {
  if (daily !== null) return numberOf(daily) / (PACE_DAYS * DAY_MS);
  return kind === 'running' || kind === 'window' ? null : paceWithin(span, used, now);
}
