/** Limits of the made-up relay, as a run of the program has printed them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relaySnapshot } from '../../../src/lib/demo/relay-snapshot.js';
import type { LimitsData } from '../../../src/lib/limits/model.js';
import type { Document } from '../../../src/lib/report/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { limitsDocument } from '../../../src/lib/report/limits/document.js';
import { drawnPieces } from '../../../src/lib/report/render/face.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { runMeterInside } from '../../support/meter-inside.js';

const NOW = '2026-11-20T19:45:00Z';
const LINES = 40;

let folder: string;
let document: Document;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-limits-snapshots-'));
  const file = join(folder, 'demo.rdb');
  await writeFile(file, Buffer.concat([...relaySnapshot({ seed: 1, now: new Date(NOW), days: 20, problems: true })]));
  const { stdout } = await runMeterInside(['limits', '--rdb', file, '--now', NOW, '--json']);
  document = limitsDocument({ ...(JSON.parse(stdout) as Envelope<LimitsData>), spent: null });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([80, 100, 200])('at %d columns', async (width) => {
  const text = await renderText(document, { color: false, width, all: false });
  await expect(text).toMatchFileSnapshot(`limits/limits-${width}.txt`);
  if (width >= 100) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
});

test('what is enforced, and where', async () => {
  const text = await renderText(document, { color: false, width: 100, all: false, section: 'kinds' });
  await expect(text).toMatchFileSnapshot('limits/kinds-100.txt');
});

test('as CSV', async () => {
  let text = '';
  for await (const piece of drawnPieces(document, 'csv', { color: false, width: 100, all: false })) text += piece;
  await expect(text).toMatchFileSnapshot('limits/limits.csv');
});
