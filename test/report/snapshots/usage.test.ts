/** Usage of the made-up relay, as a run of the program has printed it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relaySnapshot } from '../../../src/lib/demo/relay-snapshot.js';
import type { Document } from '../../../src/lib/report/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { drawnPieces } from '../../../src/lib/report/render/face.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { usageDocument } from '../../../src/lib/report/usage/document.js';
import type { UsageData } from '../../../src/lib/usage/model.js';
import { runMeterInside } from '../../support/meter-inside.js';

const NOW = '2026-11-20T19:45:00Z';
const LINES = 40;

/** The made-up relay is the same on every day and machine; where its file was and what the run took are not. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  overview: [],
  keys: ['--by', 'key', '--compare', '--top', '6'],
  crossed: ['--by', 'model,day', '--last', '3d', '--chart'],
  lines: ['--by', 'model,day', '--last', '10d', '--chart'],
  recent: ['--recent', '12m'],
};

let folder: string;
const documents = new Map<string, Document>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-usage-snapshots-'));
  const file = join(folder, 'demo.rdb');
  await writeFile(file, Buffer.concat([...relaySnapshot({ seed: 1, now: new Date(NOW), days: 20, problems: true })]));
  for (const [name, args] of Object.entries(RUNS)) {
    const { stdout } = await runMeterInside(['usage', '--rdb', file, '--now', NOW, '--json', ...args]);
    const envelope = JSON.parse(stdout) as Envelope<UsageData>;
    documents.set(name, usageDocument({ ...envelope, spent: null }, { chart: args.includes('--chart') }));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(Object.keys(RUNS))('%s', (name) => {
  test.each([80, 100, 200])('at %d columns', async (width) => {
    const text = await renderText(documents.get(name)!, { color: false, width, all: false });
    await expect(text).toMatchFileSnapshot(`usage/${name}-${width}.txt`);
    if (width >= 100 && name === 'overview') expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
  });
});

test.each([
  ['overview', 'markdown'],
  ['keys', 'csv'],
] as const)('%s as %s', async (name, format) => {
  let text = '';
  for await (const piece of drawnPieces(documents.get(name)!, format, { color: false, width: 100, all: false })) text += piece;
  await expect(text).toMatchFileSnapshot(`usage/${name}.${format === 'csv' ? 'csv' : 'markdown.txt'}`);
});

test('an overview in ASCII', async () => {
  let text = '';
  for await (const piece of drawnPieces(documents.get('overview')!, 'text', {
    color: false,
    width: 100,
    all: false,
    ascii: true,
  }))
    text += piece;
  expect(text).toMatch(/^[\n -~]+$/);
});
