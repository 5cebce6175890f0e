import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { measureDocument } from '../../../src/lib/report/measure/document.js';
import type { MeasureReport } from '../../../src/lib/report/measure/worded.js';
import { renderCsv } from '../../../src/lib/report/render/csv.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { assertMatchesSchema } from '../../support/schema.js';

/** Five requests of a relay, some reads of a screen and a failed command, as the program has measured them. */
async function measured(how: 'stats' | 'monitor'): Promise<Envelope<MeasureReport>> {
  const file = new URL(`measure/${how}.json`, import.meta.url);
  const envelope = JSON.parse(await readFile(file, 'utf8')) as Envelope<MeasureReport>;
  await assertMatchesSchema('measure', envelope);
  return envelope;
}

test.each([
  ['stats', 80],
  ['stats', 100],
  ['stats', 200],
  ['monitor', 80],
  ['monitor', 100],
  ['monitor', 200],
] as const)('measured by %s, at %i columns', async (how, width) => {
  const text = await renderText(measureDocument(await measured(how)), { color: false, all: false, width });
  if (width === 100) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  await expect(text).toMatchFileSnapshot(`measure/${how}-${width}.txt`);
});

test.each(['stats', 'monitor'] as const)('measured by %s, with all sections', async (how) => {
  const text = await renderText(measureDocument(await measured(how)), { color: false, all: true, width: 100 });
  await expect(text).toMatchFileSnapshot(`measure/${how}-all.txt`);
});

test('sources as CSV, in the interval and by request', async () => {
  const csv = await renderCsv(measureDocument(await measured('monitor')), { section: null, delimiter: ',' });
  await expect(csv).toMatchFileSnapshot('measure/sources.csv');
});

test('without requests the figures are those of the interval', async () => {
  const envelope = await measured('monitor');
  const none = { measured: null, predicted: null, difference: null };
  envelope.data.requests = { count: null, how: 'unknown', counter: null };
  envelope.data.total.perRequest = none;
  const text = await renderText(measureDocument(envelope), { color: false, all: false, width: 100 });
  expect(text).toMatch(/Sources {2}commands in 4 s, counted by key\n/);
  expect(text).toMatch(/\n {2}token-usage +815 +815 +0\n/);
  expect(text.trimEnd().split('\n').at(-1)).toBe('1,558 commands in 4 s; the number of requests is not known.');
});
