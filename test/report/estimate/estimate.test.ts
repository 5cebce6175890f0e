import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { providers } from '../../../src/lib/estimate/billing/providers.js';
import { formatMoney } from '../../../src/lib/format/money.js';
import { formatCount, formatMean } from '../../../src/lib/format/number.js';
import { estimateDocument } from '../../../src/lib/report/estimate/document.js';
import { renderMarkdown } from '../../../src/lib/report/render/markdown.js';
import { renderText, type TextOptions } from '../../../src/lib/report/render/text.js';
import type { EstimateReport } from '../../../src/lib/report/estimate/worded.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { estimated } from '../../support/estimated.js';
import { assertMatchesSchema, loadSchema } from '../../support/schema.js';

const plain = { color: false, width: 100, all: false };
const whole = { ...plain, all: true };

const textOf = (envelope: Envelope<EstimateReport>, options: TextOptions): Promise<string> =>
  renderText(estimateDocument(envelope), options);

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
    const text = await textOf(await estimated(), whole);
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
        const lines = (await textOf(envelope, { color: false, width, all })).split('\n');
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
      }
    }
  });

  test('says that a script spares no bill where its calls are charged for, and only there', async () => {
    const remark = 'Each command that a script calls is billed, so that the bill stays the same.';
    const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
    const elastic = providers.find(({ id }) => id === 'elasticache-serverless')!;
    expect(flat(await textOf(await estimated(), whole))).toContain(remark);
    expect(flat(await textOf(await estimated('claude-relay-service', {}, { provider: elastic }), whole))).not.toContain(remark);
  });

  test('answers within one screen, and ends with the sum', async () => {
    const real = { apiKeys: 51, accounts: 12, models: 8, keys: 6792 };
    for (const envelope of [
      await estimated(),
      await estimated('claude-relay-service', real, { workloadFrom: 'relay.rdb', dataBytes: 22e6 }),
      await estimated('claude-relay-service', real, { explain: 'token-usage' }),
      await estimated('new-api'),
    ]) {
      const lines = (await textOf(envelope, plain)).trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(40);
      expect(lines.at(-1)).toMatch(
        /^(?:At least )?[\d,]+ commands a day and \$[\d.]+ a month|^token-usage: 163 commands a request/,
      );
    }
  });

  test('shows first what needs no change of the application, and what is tried out', async () => {
    const envelope = await estimated('claude-relay-service', { keys: 6792 }, { tried: { ENABLE_HOURLY_STATS: 'false' } });
    const text = await textOf(envelope, plain);
    const perDay = formatCount(envelope.data.total.wirePerDay);
    expect(text).toMatch(new RegExp(`\\n {2}ENABLE_HOURLY_STATS=false +code and settings +${perDay} `));
    expect(text).toMatch(/\n {2}jobs at longer intervals +settings /);
    expect(text).not.toContain('one Lua script a request');
    expect(text).toContain('remedies that need a change of the application (--all shows them)');
    expect(text).toMatch(new RegExp(`\\n${perDay} commands a day and \\$[\\d.]+ a month by the command`));
    expect(await textOf(envelope, { ...plain, section: 'scenarios' })).toContain('one Lua script a request');
  });

  test('calls a setting certain only where the application is known to read it', async () => {
    const readings = new Map(
      (await estimated()).data.switches.map(({ env }) => [env, { reads: null, because: 'the release is not known' }]),
    );
    const text = await textOf(await estimated('claude-relay-service', {}, { readings }), whole);
    expect(text).toMatch(/\n {2}all recording of requests off +settings, if read /);
    expect(text).toContain('it is not known whether the application reads all of them');
  });

  test('shows no colour when none is asked for, and the same words with it', async () => {
    const envelope = await estimated();
    const coloured = await textOf(envelope, { ...plain, color: true });
    const words = await textOf(envelope, plain);
    expect(coloured.length).toBeGreaterThan(words.length);
    expect(stripVTControlCharacters(coloured)).toBe(words);
  });

  test('leaves out what is charged where nothing is', async () => {
    const render = providers.find(({ id }) => id === 'render')!;
    const text = await textOf(await estimated('claude-relay-service', {}, { provider: render }), whole);
    expect(text).not.toMatch(/billed\/day|billable/);
    expect(text).toContain('Render Key Value does not charge for commands.');
    expect(text).toMatch(/\n {2}token-usage +163 +1 +489,000 +3,000 +93 +279,000\n/);
  });

  test('a load of nothing is told without a fault', async () => {
    for (const profile of ['claude-relay-service', 'new-api', 'aiecs']) {
      const envelope = await estimated(profile, { requestsPerDay: 0, accounts: 0, models: 0, apiKeys: 0 });
      await assertMatchesSchema('estimate', envelope);
      expect(await textOf(envelope, whole)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

test('markdown has every family', async () => {
  const envelope = await estimated();
  const text = renderMarkdown(estimateDocument(envelope));
  for (const { pattern } of envelope.data.families) if (pattern !== null) expect(text).toContain(`| \`${pattern}\` |`);
});

describe('the schema', () => {
  type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
  /** Objects whose members have names of their own choice. */
  const OPEN = new Set(['shares', 'deployed', 'tried', 'params']);

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
