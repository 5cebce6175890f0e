/** From judged limits to what may be shown: names, figures as text, the nearest first. */
import { compare, minus, type Decimal } from '../format/decimal.js';
import type { Label } from '../usage/model.js';
import type { Shower } from '../usage/show.js';
import { ratioOf } from '../usage/value.js';
import { valueIn } from './amount.js';
import type { Group } from './groups.js';
import type { JudgedLimit, Judging } from './judging.js';
import type { LimitKind, LimitRow, LimitsData, LimitsNote, SubjectCount, Unreadable } from './model.js';
import { withOffset } from './span.js';
import type { Subject } from './subjects.js';
import { remainingOf } from './verdict.js';

interface Options {
  groups: readonly Group[];
  shower: Shower;
  utcOffset: number;
  near: number | null;
  /** Subjects whose limit ended with yesterday. */
  lapsed: readonly Subject[];
}

type Shown = Pick<LimitsData, 'kinds' | 'rows' | 'below' | 'subjects' | 'closed' | 'unreadable' | 'notes'>;

/** Examples of subjects in a note. */
const EXAMPLES = 3;

export async function shownLimits(judging: Judging, { groups, shower, utcOffset, near, lapsed }: Options): Promise<Shown> {
  const { limits, odd, closed, refused } = judging;
  const all = limits
    .map((each) => ({ each, share: each.used === null ? null : ratioOf(each.used, each.allowed) }))
    .toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1) || inOrder(a.each, b.each));
  const kept = near === null ? all : all.filter(({ share }) => share !== null && share >= near);
  const examples = lapsed.slice(0, EXAMPLES);
  const lowered = limits.filter(isLowered);
  const labels = await labelsOf(
    [
      ...kept.map(({ each }) => each.subject),
      ...[odd, closed, limits.filter(({ fault }) => fault !== null)].flatMap((some) => some.map(({ subject }) => subject)),
      ...refused,
      ...examples,
      ...lowered.map(({ subject }) => subject),
    ],
    shower,
  );
  const kinds = groups.flatMap(kindsOf);
  return {
    kinds,
    rows: kept.map(({ each, share }) => rowOf(each, share, { label: labels(each.subject), utcOffset })),
    below: all.length - kept.length,
    subjects: countsOf(groups, judging),
    closed: closed.map(({ subject, why, since }) => ({
      word: subject.group.entity.word,
      subject: labels(subject),
      why,
      since: withOffset(since, utcOffset),
    })),
    unreadable: [
      ...odd.map(({ subject, ready, where }): Unreadable => ({
        limit: ready.limit.id,
        ...named(subject, labels),
        why: 'text',
        where,
      })),
      ...limits.flatMap(({ subject, ready, fault }): Unreadable[] =>
        fault ? [{ limit: ready.limit.id, ...named(subject, labels), ...fault }] : [],
      ),
      ...refused.map((subject): Unreadable => ({
        limit: subject.group.limits[0]?.limit.id ?? '',
        ...named(subject, labels),
        why: 'refused',
        where: subject.group.family.family.pattern,
      })),
    ],
    notes: [...notesOf(judging, lapsed.length, examples.map(labels)), ...loweredNotes(lowered, labels)],
  };
}

/** The same order whatever the order of the names was. */
function inOrder(a: JudgedLimit, b: JudgedLimit): number {
  const [one, other] = [a, b].map(({ subject, ready }) => `${subject.id} ${ready.limit.id}`);
  return one! < other! ? -1 : 1;
}

type Labels = (subject: Subject) => Label;

const named = (subject: Subject, labels: Labels): { word: string; subject: Label } => ({
  word: subject.group.entity.word,
  subject: labels(subject),
});

/** One reading of names for each kind of entity. */
async function labelsOf(subjects: readonly Subject[], shower: Shower): Promise<Labels> {
  const ids = new Map<string, Set<string>>();
  for (const { group, id } of subjects) {
    const own = ids.get(group.entity.dimension) ?? new Set();
    ids.set(group.entity.dimension, own.add(id));
  }
  const labels = new Map<string, Map<string, Label>>();
  for (const [dimension, own] of ids) labels.set(dimension, await shower.labels(dimension, [...own]));
  return ({ group, id }) => labels.get(group.entity.dimension)!.get(id)!;
}

function kindsOf({ limits, entity }: Group): LimitKind[] {
  return limits.map(({ limit: { id, title, period, compare, tested, by, where, setIn = null }, unit }) => ({
    id,
    title,
    word: entity.word,
    unit,
    period: period.kind,
    compare,
    tested,
    by,
    where,
    setIn,
  }));
}

function rowOf(
  { subject, closed, ready, allowed, used, span, reached, reachedAt, lasting }: JudgedLimit,
  share: number | null,
  { label, utcOffset }: { label: Label; utcOffset: number },
): LimitRow {
  return {
    limit: ready.limit.id,
    word: subject.group.entity.word,
    subject: label,
    closed,
    allowed: valueIn(ready.unit, allowed),
    used: valueIn(ready.unit, used),
    share,
    remaining: valueIn(ready.unit, used === null ? null : remainingOf(used, allowed)),
    since: withOffset(span.from, utcOffset),
    resetsAt: withOffset(span.to, utcOffset),
    reachedAt: withOffset(reachedAt, utcOffset),
    reached,
    lasting: valueIn(ready.unit, lasting),
  };
}

function countsOf(groups: readonly Group[], { counts }: Judging): SubjectCount[] {
  const entities = [...new Set(groups.map(({ entity }) => entity))];
  return entities.map(({ word, title, titles }) => {
    const { subjects = 0, limited = 0 } = counts.get(word) ?? {};
    return { word, title, titles, subjects, unlimited: subjects - limited };
  });
}

/** Less than a cent may be the sum of rounded costs. */
const isLowered = ({ used, lasting }: JudgedLimit): boolean =>
  used !== null && lasting !== null && compare(minus(lasting, used), CENT) >= 0;

const CENT: Decimal = { digits: 1n, scale: 2 };

function loweredNotes(lowered: readonly JudgedLimit[], labels: Labels): LimitsNote[] {
  const kinds = [...new Map(lowered.map(({ ready }) => [ready.limit.id, ready])).values()];
  return kinds.map((ready): LimitsNote => {
    const own = lowered.filter((each) => each.ready.limit.id === ready.limit.id);
    const { unit, limit } = ready;
    const examples = own.slice(0, EXAMPLES).map(({ subject, used, lasting }) => ({
      subject: labels(subject),
      used: valueIn(unit, used),
      lasting: valueIn(unit, lasting),
    }));
    return { code: 'lowered', params: { limit: limit.title, unit, subjects: own.length, examples } };
  });
}

function notesOf({ ignored, limits }: Judging, lapsed: number, examples: Label[]): LimitsNote[] {
  const kinds = [...new Map(limits.map(({ ready }) => [ready.limit.id, ready.limit])).values()];
  return [
    ...[...ignored.values()].map(({ ready, because, subjects }): LimitsNote => ({
      code: 'ignored',
      params: { limit: ready.limit.title, field: ready.limit.field, because, subjects },
    })),
    ...kinds.flatMap(({ title, figure }): LimitsNote[] =>
      typeof figure === 'string' ? [{ code: 'not-stored', params: { limit: title, why: figure } }] : [],
    ),
    ...kinds.flatMap(({ title, by, where }): LimitsNote[] =>
      by === null ? [{ code: 'not-enforced', params: { limit: title, where } }] : [],
    ),
    ...(lapsed > 0 ? [{ code: 'not-carried' as const, params: { subjects: lapsed, examples } }] : []),
  ];
}
