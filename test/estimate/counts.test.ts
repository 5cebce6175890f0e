import { describe, expect, test } from 'vitest';
import type { Flow } from '../../src/lib/estimate/flows.js';
import { flowsFor } from '../support/estimate.js';

/** HINCRBY, EXPIRE, SADD, DEL and all of them, as `INFO commandstats` and MONITOR counted them for one request. */
type Row = [family: string, hincrby: number, expire: number, sadd: number, del: number, total: number];

const NEWEST_TOKEN: Row[] = [
  ['usage.total', 9, 0, 0, 0, 9],
  ['usage.daily', 9, 1, 0, 0, 10],
  ['usage.monthly', 9, 1, 0, 0, 10],
  ['usage.hourly', 9, 1, 0, 0, 10],
  ['model.daily', 8, 1, 0, 0, 9],
  ['model.monthly', 8, 1, 0, 0, 9],
  ['model.hourly', 8, 1, 0, 0, 9],
  ['key-model.daily', 10, 1, 0, 0, 11],
  ['key-model.monthly', 10, 1, 0, 0, 11],
  ['key-model.hourly', 10, 1, 0, 0, 11],
  ['key-model.alltime', 9, 0, 0, 0, 9],
  ['metrics.minute', 6, 1, 0, 0, 7],
  ['global.total', 8, 0, 0, 0, 8],
  ['global.daily', 8, 1, 0, 0, 9],
  ['global.monthly', 8, 1, 0, 0, 9],
  ['index.usage.daily', 0, 1, 1, 1, 3],
  ['index.usage.hourly', 0, 1, 1, 1, 3],
  ['index.model.daily', 0, 1, 1, 1, 3],
  ['index.model.hourly', 0, 1, 1, 1, 3],
  ['index.model.monthly', 0, 1, 1, 1, 3],
  ['index.model.months', 0, 0, 1, 0, 1],
  ['index.key-model.daily', 0, 1, 1, 1, 3],
  ['index.key-model.hourly', 0, 1, 1, 1, 3],
];
const NEWEST_ACCOUNT: Row[] = [
  ['account-usage.total', 9, 0, 0, 0, 9],
  ['account-usage.daily', 9, 1, 0, 0, 10],
  ['account-usage.monthly', 9, 1, 0, 0, 10],
  ['account-usage.hourly', 17, 1, 0, 0, 18],
  ['account-usage.model.daily', 8, 1, 0, 0, 9],
  ['account-usage.model.monthly', 8, 1, 0, 0, 9],
  ['account-usage.model.hourly', 8, 1, 0, 0, 9],
  ['index.account-usage.daily', 0, 1, 1, 1, 3],
  ['index.account-usage.hourly', 0, 1, 1, 1, 3],
  ['index.account-usage.model.daily', 0, 1, 1, 1, 3],
  ['index.account-usage.model.hourly', 0, 1, 1, 1, 3],
];
const OLDER_TOKEN: Row[] = [
  ['usage.total', 9, 0, 0, 0, 9],
  ['usage.daily', 9, 1, 0, 0, 10],
  ['usage.monthly', 9, 1, 0, 0, 10],
  ['usage.hourly', 7, 1, 0, 0, 8],
  ['model.daily', 6, 1, 0, 0, 7],
  ['model.monthly', 6, 1, 0, 0, 7],
  ['model.hourly', 6, 1, 0, 0, 7],
  ['key-model.daily', 8, 1, 0, 0, 9],
  ['key-model.monthly', 8, 1, 0, 0, 9],
  ['key-model.hourly', 6, 1, 0, 0, 7],
  ['metrics.minute', 6, 1, 0, 0, 7],
];
const OLDER_ACCOUNT: Row[] = [
  ['account-usage.total', 7, 0, 0, 0, 7],
  ['account-usage.daily', 7, 1, 0, 0, 8],
  ['account-usage.monthly', 7, 1, 0, 0, 8],
  ['account-usage.hourly', 13, 1, 0, 0, 14],
  ['account-usage.model.daily', 6, 1, 0, 0, 7],
  ['account-usage.model.monthly', 6, 1, 0, 0, 7],
  ['account-usage.model.hourly', 6, 1, 0, 0, 7],
];

/** The rows of one event; the mark of an empty index counts with its index, as it was measured. */
function rowsOf(flows: readonly Flow[], event: string): Row[] {
  const flow = flows.find((one) => one.event === event)!;
  const families = [...new Set(flow.commands.map(({ family }) => family!.replace(/\.empty$/, '')))];
  return families.map((family): Row => {
    const own = flow.commands.filter((one) => one.family!.replace(/\.empty$/, '') === family);
    const sum = (command: string): number =>
      own.filter((one) => one.command === command).reduce((total, { count }) => total + count, 0);
    const total = own.reduce((all, { count }) => all + count, 0);
    return [family, sum('HINCRBY'), sum('EXPIRE'), sum('SADD'), sum('DEL'), total];
  });
}

const sums = (rows: readonly Row[]): number[] =>
  [1, 2, 3, 4, 5].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));

const newest = await flowsFor('claude-relay-service@1.1.314');
const older = await flowsFor('claude-relay-service@1.1.250');

describe.each([
  ['1.1.314', 'token-usage', newest, NEWEST_TOKEN],
  ['1.1.314', 'account-usage', newest, NEWEST_ACCOUNT],
  ['1.1.250', 'token-usage', older, OLDER_TOKEN],
  ['1.1.250', 'account-usage', older, OLDER_ACCOUNT],
] as const)('%s %s', (_version, event, flows, expected) => {
  test.each(expected)('%s: %i HINCRBY, %i EXPIRE, %i SADD, %i DEL, %i in all', (family, ...counts) => {
    const [, ...predicted] = rowsOf(flows, event).find(([id]) => id === family)!;
    expect(predicted).toEqual(counts);
  });
  test('nothing else', () => {
    const names = (rows: readonly Row[]): string[] => rows.map(([family]) => family).toSorted();
    expect(names(rowsOf(flows, event))).toEqual(names(expected));
  });
});

test('the totals by command are those that were measured', () => {
  expect(sums(rowsOf(newest, 'token-usage'))).toEqual([129, 19, 8, 7, 163]);
  expect(sums(rowsOf(newest, 'account-usage'))).toEqual([68, 10, 4, 4, 86]);
  expect(sums(rowsOf(older, 'token-usage')).at(-1)).toBe(90);
  expect(sums(rowsOf(older, 'account-usage')).at(-1)).toBe(58);
});

test.each([
  ['costs nothing', { cost: 0 }, [121, 19, 8, 7, 155], 86],
  ['has a long context', { 'long-context': 1 }, [135, 19, 8, 7, 169], 92],
  ['has no cached tokens', { cache: 0 }, [129, 19, 8, 7, 163], 86],
])('a request that %s', async (_what, shares, token, account) => {
  const flows = await flowsFor('claude-relay-service@1.1.314', { shares });
  expect(sums(rowsOf(flows, 'token-usage'))).toEqual(token);
  expect(sums(rowsOf(flows, 'account-usage')).at(-1)).toBe(account);
});

test.each([
  ['token-usage', 28, 58],
  ['account-usage', 16, 32],
])('%s holds %i fields of lives and %i of cached tokens', (event, ephemeral, cached) => {
  const counted = (groups: readonly string[]): number =>
    newest
      .find((flow) => flow.event === event)!
      .commands.filter(({ fieldGroup }) => fieldGroup !== null && groups.includes(fieldGroup))
      .reduce((sum, { count }) => sum + count, 0);
  expect(counted(['ephemeral'])).toBe(ephemeral);
  expect(counted(['ephemeral', 'cache'])).toBe(cached);
});

// The statistics were measured by granularity too: 249 commands of the newest release, 148 of the older one.
test.each([
  ['1.1.314', newest, { total: 35, day: 73, month: 62, hour: 72, minute: 7 }],
  ['1.1.250', older, { total: 16, day: 41, month: 41, hour: 43, minute: 7 }],
] as const)('%s by granularity', (_version, flows, expected) => {
  const commands = flows
    .filter(({ event }) => event === 'token-usage' || event === 'account-usage')
    .flatMap((flow) => flow.commands);
  const sum = (grain: string): number => commands.filter((one) => one.grain === grain).reduce((all, { count }) => all + count, 0);
  expect(Object.fromEntries(Object.keys(expected).map((grain) => [grain, sum(grain)]))).toEqual(expected);
});
