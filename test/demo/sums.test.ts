import { beforeAll, describe, expect, it } from 'vitest';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { BASE, DAY_MS, dayAgo } from '../support/clock.js';
import { pagesOf, readBooks, type Books, type Page } from '../support/demo-books.js';

let books: Books;

beforeAll(async () => {
  books = await readBooks(relayKeyspace({ seed: 3, now: BASE, problems: false }));
});

type Captures = Page['captures'];
type Totals = Record<string, Record<string, number>>;

/** Instant at which a period of the application's default zone, UTC+8, begins. */
const startOf = (period: string): number => {
  const [day = '', hour = '00'] = period.length === 7 ? [`${period}-01`] : period.split(':');
  return Date.parse(`${day}T${hour}:00:00+08:00`);
};

/** True when nothing of the period can have expired after `days` days. */
const wholeWithin =
  (days: number) =>
  ({ hour, date, month }: Captures): boolean =>
    startOf(hour ?? date ?? month ?? dayAgo(0)) >= BASE.getTime() - days * DAY_MS;

function totals(
  pattern: string,
  group: (captures: Captures) => string,
  keep: (captures: Captures) => boolean,
  only?: readonly string[],
): Totals {
  const sums: Totals = {};
  for (const { captures, amounts } of pagesOf(books, pattern).filter((page) => keep(page.captures))) {
    const sum = (sums[group(captures)] ??= {});
    for (const [field, amount] of Object.entries(amounts))
      if (only?.includes(field) ?? !field.startsWith('model:')) sum[field] = (sum[field] ?? 0) + amount;
  }
  if (Object.keys(sums).length === 0) throw new Error(`nothing of ${pattern} to add up`);
  return sums;
}

const COUNTERS = [
  'requests',
  'inputTokens',
  'outputTokens',
  'cacheCreateTokens',
  'cacheReadTokens',
  'allTokens',
  'ephemeral5mTokens',
  'ephemeral1hTokens',
] as const;

/** The fine family summed by what the coarse one is told apart by, against the coarse one. */
function expectSum(
  fine: string,
  coarse: string,
  days: number,
  by: (captures: Captures) => string,
  only?: readonly string[],
): void {
  const summed = totals(fine, by, wholeWithin(days), only);
  const held = totals(coarse, by, wholeWithin(days), only);
  expect(summed).toEqual(held);
}

const day = (captures: Captures): string => captures.date ?? captures.hour?.slice(0, 10) ?? '';
const month = (captures: Captures): string => captures.month ?? day(captures).slice(0, 7);

describe('periods add up', () => {
  it('hours of an API key to its days', () => {
    // A day counts only if all its hours are still there.
    const wholeDay = (captures: Captures) => wholeWithin(7)({ date: day(captures) });
    const by = (captures: Captures) => `${captures.keyId} ${day(captures)}`;
    expect(totals('usage:hourly:{keyId}:{hour}', by, wholeDay)).toEqual(totals('usage:daily:{keyId}:{date}', by, wholeDay));
    const byAccount = (captures: Captures) => `${captures.accountId} ${day(captures)}`;
    expect(totals('account_usage:hourly:{accountId}:{hour}', byAccount, wholeDay)).toEqual(
      totals('account_usage:daily:{accountId}:{date}', byAccount, wholeDay),
    );
  });

  it('days of an API key to its months', () => {
    const wholeMonth = (captures: Captures) => wholeWithin(32)({ month: month(captures) });
    const by = (captures: Captures) => `${captures.keyId} ${month(captures)}`;
    const held = totals('usage:monthly:{keyId}:{month}', by, wholeMonth);
    expect(totals('usage:daily:{keyId}:{date}', by, wholeMonth)).toEqual(held);
  });

  it('months of an API key to its totals, field by field', () => {
    const months = totals(
      'usage:monthly:{keyId}:{month}',
      (captures) => captures.keyId ?? '',
      () => true,
    );
    const pages = pagesOf(books, 'usage:{keyId}');
    expect(pages.length).toBe(11);
    for (const { captures, amounts } of pages) {
      const renamed = Object.fromEntries(
        Object.entries(months[captures.keyId ?? ''] ?? {}).map(([field, amount]) => [
          `total${field[0]?.toUpperCase()}${field.slice(1)}`,
          amount,
        ]),
      );
      expect(amounts).toEqual(renamed);
    }
  });
});

describe('models add up', () => {
  it.each([
    ['usage:{keyId}:model:hourly:{model}:{hour}', 'usage:hourly:{keyId}:{hour}', 7],
    ['usage:{keyId}:model:daily:{model}:{date}', 'usage:daily:{keyId}:{date}', 32],
    ['usage:{keyId}:model:monthly:{model}:{month}', 'usage:monthly:{keyId}:{month}', 365],
  ])('%s to %s', (fine, coarse, days) => {
    expectSum(fine, coarse, days, ({ keyId, hour, date, month: m }) => `${keyId} ${hour ?? date ?? m}`, COUNTERS);
  });

  it.each([
    ['account_usage:model:hourly:{accountId}:{model}:{hour}', 'account_usage:hourly:{accountId}:{hour}', 7],
    ['account_usage:model:daily:{accountId}:{model}:{date}', 'account_usage:daily:{accountId}:{date}', 32],
    ['account_usage:model:monthly:{accountId}:{model}:{month}', 'account_usage:monthly:{accountId}:{month}', 365],
  ])('%s to %s', (fine, coarse, days) => {
    expectSum(fine, coarse, days, ({ accountId, hour, date, month: m }) => `${accountId} ${hour ?? date ?? m}`, COUNTERS);
  });

  it('of all time to the totals of the API key', () => {
    const alltime = totals(
      'usage:{keyId}:model:alltime:{model}',
      (captures) => captures.keyId ?? '',
      () => true,
    );
    for (const { captures, amounts } of pagesOf(books, 'usage:{keyId}')) {
      const own = alltime[captures.keyId ?? ''] ?? {};
      expect(own.requests).toBe(amounts.totalRequests);
      expect(own.inputTokens).toBe(amounts.totalInputTokens);
      expect(own).not.toHaveProperty('allTokens');
    }
  });

  it("in an account's hourly hash to what the hash per model says", () => {
    const perModel = totals(
      'account_usage:model:hourly:{accountId}:{model}:{hour}',
      (captures) => `${captures.accountId} ${captures.hour} ${captures.model}`,
      wholeWithin(7),
    );
    const embedded: Totals = {};
    for (const { captures, amounts } of pagesOf(books, 'account_usage:hourly:{accountId}:{hour}').filter((page) =>
      wholeWithin(7)(page.captures),
    ))
      for (const [field, amount] of Object.entries(amounts)) {
        const [, model, name] = /^model:(.+):(\w+)$/.exec(field) ?? [];
        if (model && name) (embedded[`${captures.accountId} ${captures.hour} ${model}`] ??= {})[name] = amount;
      }
    expect(embedded).toEqual(perModel);
  });
});

describe('owners add up', () => {
  it.each([
    ['usage:{keyId}:model:hourly:{model}:{hour}', 'usage:model:hourly:{model}:{hour}', 7],
    ['usage:{keyId}:model:daily:{model}:{date}', 'usage:model:daily:{model}:{date}', 32],
    ['usage:{keyId}:model:monthly:{model}:{month}', 'usage:model:monthly:{model}:{month}', 365],
    ['account_usage:model:daily:{accountId}:{model}:{date}', 'usage:model:daily:{model}:{date}', 32],
  ])('%s to %s', (fine, coarse, days) => {
    expectSum(fine, coarse, days, ({ model, hour, date, month: m }) => `${model} ${hour ?? date ?? m}`, COUNTERS);
  });

  it.each([
    ['usage:model:daily:{model}:{date}', 'usage:global:daily:{date}', 32],
    ['usage:daily:{keyId}:{date}', 'usage:global:daily:{date}', 32],
    ['usage:model:monthly:{model}:{month}', 'usage:global:monthly:{month}', 365],
    ['usage:monthly:{keyId}:{month}', 'usage:global:total', 365],
  ])('%s to %s', (fine, coarse, days) => {
    const by = coarse === 'usage:global:total' ? () => 'all' : (captures: Captures) => captures.date ?? captures.month ?? '';
    expectSum(fine, coarse, days, by, COUNTERS);
  });
});

describe('costs add up', () => {
  it('hours to days, days to the open month, months to the total', () => {
    const hours = (captures: Captures) => wholeWithin(7)({ date: day(captures) });
    const byDay = (captures: Captures) => `${captures.keyId} ${day(captures)}`;
    expect(totals('usage:cost:hourly:{keyId}:{hour}', byDay, hours)).toEqual(
      totals('usage:cost:daily:{keyId}:{date}', byDay, hours),
    );
    const days = (captures: Captures) => wholeWithin(30)({ month: month(captures) });
    const byMonth = (captures: Captures) => `${captures.keyId} ${month(captures)}`;
    // On a 31st the costs of the 1st are gone.
    if (days({ date: dayAgo(0) }))
      expect(totals('usage:cost:daily:{keyId}:{date}', byMonth, days)).toEqual(
        totals('usage:cost:monthly:{keyId}:{month}', byMonth, days),
      );
    const byKey = (captures: Captures) => captures.keyId ?? '';
    expect(totals('usage:cost:monthly:{keyId}:{month}', byKey, () => true)).toEqual(
      totals('usage:cost:total:{keyId}', byKey, () => true),
    );
  });

  it.each([
    ['ratedCostMicro', 'usage:cost:daily:{keyId}:{date}'],
    ['realCostMicro', 'usage:cost:real:daily:{keyId}:{date}'],
  ])('%s of the models to %s', (field, costs) => {
    const by = (captures: Captures) => `${captures.keyId} ${captures.date}`;
    const models = totals('usage:{keyId}:model:daily:{model}:{date}', by, wholeWithin(30), [field]);
    const paid = Object.entries(models).flatMap(([group, { [field]: usd }]) => (usd === undefined ? [] : [[group, { usd }]]));
    expect(paid.length).toBeGreaterThan(100);
    expect(Object.fromEntries(paid)).toEqual(totals(costs, by, wholeWithin(30)));
  });
});

describe('index sets', () => {
  const owner = ({ keyId, accountId }: Captures) => keyId ?? accountId ?? '';
  it.each([
    ['usage:hourly:index:{hour}', 'usage:hourly:{keyId}:{hour}', 7, owner],
    ['usage:daily:index:{date}', 'usage:daily:{keyId}:{date}', 32, owner],
    ['usage:model:hourly:index:{hour}', 'usage:model:hourly:{model}:{hour}', 7, ({ model }: Captures) => model ?? ''],
    ['usage:model:monthly:index:{month}', 'usage:model:monthly:{model}:{month}', 365, ({ model }: Captures) => model ?? ''],
    [
      'usage:keymodel:daily:index:{date}',
      'usage:{keyId}:model:daily:{model}:{date}',
      32,
      (of: Captures) => `${of.keyId}:${of.model}`,
    ],
    [
      'usage:keymodel:hourly:index:{hour}',
      'usage:{keyId}:model:hourly:{model}:{hour}',
      7,
      (of: Captures) => `${of.keyId}:${of.model}`,
    ],
    ['account_usage:daily:index:{date}', 'account_usage:daily:{accountId}:{date}', 32, owner],
    [
      'account_usage:model:hourly:index:{hour}',
      'account_usage:model:hourly:{accountId}:{model}:{hour}',
      7,
      (of: Captures) => `${of.accountId}:${of.model}`,
    ],
  ])('%s lists exactly the keys of %s', (index, family, days, member) => {
    const period = ({ hour, date, month: m }: Captures) => hour ?? date ?? m ?? '';
    const listed = pagesOf(books, index)
      .filter(({ captures }) => wholeWithin(days)(captures))
      .flatMap(({ captures, members }) => members.map((name) => `${period(captures)} ${name}`));
    const held = pagesOf(books, family)
      .filter(({ captures }) => wholeWithin(days)(captures))
      .map(({ captures }) => `${period(captures)} ${member(captures)}`);
    expect(listed.toSorted()).toEqual(held.toSorted());
  });
});
