/** Checks of a relay with 6,792 keys, and of the made-up one, as runs of the program have printed them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ExplainedData } from '../../../src/lib/consistency/model.js';
import type { ConsistencyReport } from '../../../src/lib/report/consistency/worded.js';
import { consistencyDocument } from '../../../src/lib/report/consistency/document.js';
import { explainedDocument } from '../../../src/lib/report/consistency/explained.js';
import type { Document } from '../../../src/lib/report/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { drawnPieces } from '../../../src/lib/report/render/face.js';
import { renderText } from '../../../src/lib/report/render/text.js';

const read = async <Data>(name: string): Promise<Envelope<Data>> =>
  JSON.parse(await readFile(new URL(`consistency/${name}.json`, import.meta.url), 'utf8')) as Envelope<Data>;

const TARGET = ' --env-file /opt/relay/.env';

const RESULTS: Record<string, () => Promise<Document>> = {
  check: async () =>
    consistencyDocument(await read<ConsistencyReport>('check'), { target: TARGET, repair: 'fix-consistency --apply' }),
  snapshot: async () =>
    consistencyDocument(await read<ConsistencyReport>('snapshot'), { target: null, repair: 'fix-consistency --apply' }),
  receipt: async () =>
    consistencyDocument(await read<ConsistencyReport>('receipt'), { target: TARGET, repair: 'fix-consistency --apply' }),
  explained: async () => explainedDocument(await read<ExplainedData>('explained')),
};

const LINES = 40;

describe.each(Object.keys(RESULTS))('%s', (name) => {
  test.each([80, 100, 200])('at %d columns', async (width) => {
    const text = await renderText(await RESULTS[name]!(), { color: false, width, all: false });
    await expect(text).toMatchFileSnapshot(`consistency/${name}-${width}.txt`);
    if (width >= 100) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
  });
});

test('a check, whole', async () => {
  const text = await renderText(await RESULTS['snapshot']!(), { color: false, width: 100, all: true });
  await expect(text).toMatchFileSnapshot('consistency/snapshot-all.txt');
});

test.each([
  ['snapshot', 'csv', null],
  ['snapshot', 'csv', 'invariants'],
  ['check', 'markdown', 'invariants'],
] as const)('%s as %s, section %s', async (name, format, section) => {
  let text = '';
  const options = { color: false, width: 100, all: false, section };
  for await (const piece of drawnPieces(await RESULTS[name]!(), format, options)) text += piece;
  await expect(text).toMatchFileSnapshot(
    `consistency/${name}-${section ?? 'differences'}.${format === 'csv' ? 'csv' : 'md.txt'}`,
  );
});
