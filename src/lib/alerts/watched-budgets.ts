/** Reads the usage that budgets are held against. */
import { plus, ZERO, type Decimal } from '../format/decimal.js';
import { exactly, valueIn } from '../limits/amount.js';
import { dateReached, paceWithin } from '../limits/pace.js';
import { calendarSpan, NO_SPAN, weekSpan, withOffset, type Span } from '../limits/span.js';
import { remainingOf } from '../limits/verdict.js';
import { unitOf, type Entity } from '../profile/figures.js';
import type { PeriodAsked } from '../usage/asked.js';
import type { Label, UsageData } from '../usage/model.js';
import { idsNamed } from '../usage/owners.js';
import { readUsage, type UsageInput } from '../usage/usage.js';
import { ratioOf } from '../usage/value.js';
import type { Budget, BudgetMetric, BudgetPeriod } from './budgets.js';
import type { Measured } from './model.js';
import type { Threshold } from './thresholds.js';
import { keyOf, type Watched } from './watched.js';

const EVERYTHING = 'all';
const EACH = '*';

export interface BudgetsRead {
  watched: Watched[];
  /** What was read, one for each kind of owner and period. */
  data: UsageData[];
}

interface Options {
  /** Kinds of entities that the application counts. */
  entities: readonly Entity[];
  thresholds: readonly Threshold[];
  utcOffset: number;
}

type Input = Omit<UsageInput, 'asked' | 'anonymous' | 'switches' | 'onLabel'> & { weekStart: number };

/** Budgets of one kind of owner and one period, which one reading answers. */
interface Together {
  /** `null`: everything together. */
  entity: Entity | null;
  per: BudgetPeriod;
  /** `text`: name or id, or `*` for each. */
  budgets: { budget: Budget; text: string }[];
}

/** Throws a usage error for an unknown owner. */
export async function watchedBudgets(budgets: readonly Budget[], input: Input, options: Options): Promise<BudgetsRead> {
  const watched: Watched[] = [];
  const data: UsageData[] = [];
  for (const together of grouped(budgets, options.entities)) {
    const ids = new Map<Label, string>();
    const usage = await readUsage({
      ...input,
      asked: askedFor(together, input.weekStart),
      anonymous: false,
      switches: () => ({}),
      onLabel: (label, id) => ids.set(label, id),
    });
    data.push(usage);
    const span = spanOf(together.per, input);
    for (const { budget, text } of together.budgets)
      for (const found of foundFor(budget, text, usage, ids))
        watched.push(
          watchedBudget(budget, found, { ...options, span, now: input.now.getTime(), word: together.entity?.word ?? '' }),
        );
  }
  return { watched, data };
}

function grouped(budgets: readonly Budget[], entities: readonly Entity[]): Together[] {
  const groups = new Map<string, Together>();
  for (const budget of budgets) {
    const { entity, text } = ownerOf(budget.of, entities);
    // A budget of each is read without owners, so that an unknown owner of another is noticed.
    const key = `${entity?.word ?? ''} ${budget.per} ${text === EACH}`;
    const group = groups.get(key) ?? { entity, per: budget.per, budgets: [] };
    groups.set(key, group);
    group.budgets.push({ budget, text });
  }
  return [...groups.values()];
}

/** A name without the kind of entity is that of the first kind with names. */
function ownerOf(of: string, entities: readonly Entity[]): { entity: Entity | null; text: string } {
  if (of === EVERYTHING) return { entity: null, text: '' };
  const colon = of.indexOf(':');
  const named = colon < 0 ? undefined : entities.find(({ word }) => word === of.slice(0, colon));
  const usual = entities.find(({ names }) => names !== undefined) ?? entities[0] ?? null;
  return named ? { entity: named, text: of.slice(colon + 1) } : { entity: usual, text: of };
}

const PERIODS: Readonly<Record<BudgetPeriod, PeriodAsked>> = {
  day: { kind: 'day', text: 'today' },
  week: { kind: 'last', count: 1, cut: 'week' },
  month: { kind: 'month', text: 'this' },
  total: { kind: 'all-time' },
};

function askedFor({ entity, per, budgets }: Together, weekStart: number): UsageInput['asked'] {
  const isEach = budgets.some(({ text }) => text === EACH);
  return {
    by: entity === null ? [] : [entity.word],
    period: PERIODS[per],
    weekStart,
    owners: entity === null || isEach ? [] : [...new Set(budgets.map(({ text }) => `${entity.word}:${text}`))],
    sort: null,
    top: Infinity,
    compare: false,
    metrics: [...new Set(budgets.map(({ budget }) => budget.metric))],
  };
}

function spanOf(per: BudgetPeriod, { now, recognised, weekStart }: Input): Span {
  const { utcOffset } = recognised.offset;
  if (per === 'total') return NO_SPAN;
  if (per === 'week') return weekSpan({ day: weekStart, hour: 0 }, now.getTime(), utcOffset);
  return calendarSpan(per, now.getTime(), utcOffset);
}

interface Found {
  /** `null`: everything together. */
  subject: Label | null;
  /** Identifies the subject from run to run. */
  id: string;
  /** `null`: not known. */
  used: Decimal | null;
}

function foundFor({ metric }: Budget, text: string, usage: UsageData, ids: ReadonlyMap<Label, string>): Found[] {
  const table = usage.tables[0]!;
  const total = exactly(table.total.figures[metric] ?? null);
  if (table.by.length === 0) return [{ subject: null, id: '', used: total }];
  const rows = table.rows.flatMap(({ labels: [label], figures }) => {
    const id = label && ids.get(label);
    return label && id !== undefined && id !== '' ? [{ label, id, used: exactly(figures[metric] ?? null) }] : [];
  });
  if (text === EACH) return rows.map(({ label, id, used }) => ({ subject: label, id, used }));
  const owners = new Map(usage.owners.map((label) => [ids.get(label) ?? '', label]));
  const own = idsNamed(text, owners);
  // An owner without a row has used nothing, if anything is known.
  const none = total === null ? null : ZERO;
  const parts = own.map((id) => (rows.find((row) => row.id === id) ?? { used: none }).used);
  const used = parts.reduce<Decimal | null>((sum, part) => (sum === null || part === null ? null : plus(sum, part)), ZERO);
  const [first] = own;
  if (own.length === 1) return [{ subject: owners.get(first!)!, id: first!, used }];
  return [{ subject: { id: null, name: text, gone: false }, id: text, used }];
}

function watchedBudget(
  { metric, amount, per, thresholds: own }: Budget,
  { subject, id, used }: Found,
  { span, now, word, thresholds, utcOffset }: Options & { span: Span; now: number; word: string },
): Watched {
  const unit = unitOf(metric);
  const pace = used === null ? null : paceWithin(span, used, now);
  const isReached = used !== null && remainingOf(used, amount).digits === 0n;
  const at = used === null || pace === null || isReached ? null : dateReached({ used, allowed: amount, span, perMs: pace, now });
  const measured: Measured = {
    kind: 'budget',
    rule: ruleOf(metric, per),
    title: '',
    word,
    subject,
    unit,
    period: per,
    allowed: valueIn(unit, amount),
    used: valueIn(unit, used),
    share: used === null ? null : ratioOf(used, amount),
    remaining: valueIn(unit, used === null ? null : remainingOf(used, amount)),
    since: withOffset(span.from, utcOffset),
    resetsAt: withOffset(span.to, utcOffset),
    reachedAt: withOffset(at, utcOffset),
    by: null,
  };
  return {
    key: keyOf('budget', measured.rule, word, id, String(measured.allowed)),
    measured,
    amounts: used === null ? null : { used, allowed: amount },
    thresholds: own ?? thresholds,
  };
}

const ruleOf = (metric: BudgetMetric, per: BudgetPeriod): string => `${metric}/${per}`;
