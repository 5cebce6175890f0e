import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { providers } from '../../../src/lib/estimate/billing/providers.js';
import { formatMoney } from '../../../src/lib/format/money.js';
import { formatMean } from '../../../src/lib/format/number.js';
import { renderEstimateMarkdown } from '../../../src/lib/report/estimate/markdown.js';
import { renderEstimateText } from '../../../src/lib/report/estimate/text.js';
import { estimated } from '../../support/estimated.js';
import { assertMatchesSchema, loadSchema } from '../../support/schema.js';

const plain = { color: false, width: 100, all: false };

test('means of commands, and money', () => {
  expect([0, 1, 7.88, 160.88, 0.001, 1234.5, 2.999].map(formatMean)).toEqual([
    '0',
    '1',
    '7.88',
    '160.88',
    '<0.01',
    '1,234.5',
    '3',
  ]);
  expect([null, 0, 10, 28.9584, 1204.5, 0.001, 9.999].map(formatMoney)).toEqual([
    '-',
    '$0',
    '$10',
    '$28.96',
    '$1,204.50',
    '<$0.01',
    '$10',
  ]);
});

describe('the text', () => {
  test('puts what was measured, computed and documented side by side', async () => {
    const text = await renderEstimateText(await estimated(), plain);
    expect(text).toMatch(/^Estimate for claude-relay-service 1\.1\.314\n/);
    expect(text).toMatch(/\n {2}token-usage +163 +1 +163 +489,000 +3,000 +489,000 +93 +279,000\n/);
    expect(text).toMatch(/\n {2}other +7\.88 +23,640\n/);
    expect(text).toMatch(/a request, key bound to a Claude account +303 +303 +measured\n/);
    expect(text).toMatch(/with the four switches off +144,000 +287,640 +documented\n/);
    expect(text).toContain('Switches overlap');
  });

  test.each([60, 80, 100, 120])('has no line longer than %i columns', async (width) => {
    const envelopes = [
      await estimated(),
      await estimated('new-api'),
      await estimated('claude-relay-service', {}, { explain: 'account-usage' }),
      await estimated('claude-relay-service@1.1.250', { requestsPerDay: 123_456_789, keys: 5_000_000, apiKeys: 900 }),
    ];
    for (const envelope of envelopes) {
      for (const all of [false, true]) {
        const lines = (await renderEstimateText(envelope, { color: false, width, all })).split('\n');
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
      }
    }
  });

  test('says that a script spares no bill where its calls are charged for, and only there', async () => {
    const remark = 'What a script calls is billed one by one, so that the bill stays.';
    const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
    const elastic = providers.find(({ id }) => id === 'elasticache-serverless')!;
    expect(flat(await renderEstimateText(await estimated(), plain))).toContain(remark);
    expect(
      flat(await renderEstimateText(await estimated('claude-relay-service', {}, { provider: elastic }), plain)),
    ).not.toContain(remark);
  });

  test('shows no colour when none is asked for, and the same words with it', async () => {
    const envelope = await estimated();
    const coloured = await renderEstimateText(envelope, { ...plain, color: true });
    const words = await renderEstimateText(envelope, plain);
    expect(coloured.length).toBeGreaterThan(words.length);
    expect(stripVTControlCharacters(coloured)).toBe(words);
  });

  test('leaves out what is charged where nothing is', async () => {
    const render = providers.find(({ id }) => id === 'render')!;
    const text = await renderEstimateText(await estimated('claude-relay-service', {}, { provider: render }), plain);
    expect(text).not.toMatch(/billed\/day|billable/);
    expect(text).toMatch(/\n {2}token-usage +163 +1 +489,000 +3,000 +93 +279,000\n/);
  });

  test('a load of nothing is told without a fault', async () => {
    for (const profile of ['claude-relay-service', 'new-api', 'aiecs']) {
      const envelope = await estimated(profile, { requestsPerDay: 0, accounts: 0, models: 0, apiKeys: 0 });
      await assertMatchesSchema('estimate', envelope);
      expect(await renderEstimateText(envelope, plain)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

test('markdown has every family', async () => {
  const envelope = await estimated();
  const text = renderEstimateMarkdown(envelope);
  for (const { pattern } of envelope.data.families)
    if (pattern !== null) expect(text).toContain(`| ${pattern.replaceAll(/[_*]/g, String.raw`\$&`)} |`);
});

describe('the schema', () => {
  type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
  /** Objects whose members have names of their own choice. */
  const OPEN = new Set(['shares', 'deployed', 'tried']);

  /** Every object of a value, once for each list, with the path to it. */
  function* objects(value: Json, path = ''): Generator<{ path: string; object: { [key: string]: Json } }> {
    if (value === null || typeof value !== 'object') return;
    if (!Array.isArray(value) && !OPEN.has(path.split('/').at(-1)!)) yield { path, object: value };
    for (const [key, child] of Object.entries(value))
      if (!Array.isArray(value) || key === '0') yield* objects(child, `${path}/${key}`);
  }

  test('demands every property and allows no other', async () => {
    const value = JSON.parse(JSON.stringify(await estimated('claude-relay-service', {}, { explain: 'auth' }))) as Json;
    const problemsOf = await loadSchema('estimate');
    expect(problemsOf(value)).toEqual([]);
    const accepted: string[] = [];
    let tried = 0;
    for (const { path, object } of Array.from(objects(value))) {
      for (const [key, kept] of Object.entries(object)) {
        delete object[key];
        if (problemsOf(value).length === 0) accepted.push(`${path}/-${key}`);
        object[key] = kept;
        tried += 1;
      }
      object['foreign'] = 1;
      if (problemsOf(value).length === 0) accepted.push(`${path}/+`);
      delete object['foreign'];
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });
});
