/** Results of a relay with 6,792 keys, as runs of the program have printed them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ExportData } from '../../../src/lib/change/export/model.js';
import type { ChangeReport } from '../../../src/lib/report/change/worded.js';
import type { RestoreListData } from '../../../src/lib/change/restore/model.js';
import { changeDocument, planDocument } from '../../../src/lib/report/change/document.js';
import type { Document } from '../../../src/lib/report/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { exportDocument } from '../../../src/lib/report/export/document.js';
import { drawnPieces } from '../../../src/lib/report/render/face.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { restoreListDocument } from '../../../src/lib/report/restore/document.js';

const read = async <Data>(name: string): Promise<Envelope<Data>> =>
  JSON.parse(await readFile(new URL(`change/${name}.json`, import.meta.url), 'utf8')) as Envelope<Data>;

const RESULTS: Record<string, () => Promise<Document>> = {
  'prune-plan': async () => changeDocument(await read<ChangeReport>('prune-plan')),
  'prune-question': async () => planDocument((await read<ChangeReport>('prune-plan')).data.plan),
  'prune-receipt': async () => changeDocument(await read<ChangeReport>('prune-receipt')),
  'migrate-plan': async () => changeDocument(await read<ChangeReport>('migrate-plan')),
  'restore-list': async () => restoreListDocument(await read<RestoreListData>('restore-list')),
  'restore-plan': async () => changeDocument(await read<ChangeReport>('restore-plan')),
  'restore-receipt': async () => changeDocument(await read<ChangeReport>('restore-receipt')),
  export: async () => exportDocument(await read<ExportData>('export')),
};

const LINES = 40;

describe.each(Object.keys(RESULTS))('%s', (name) => {
  test.each([80, 100, 200])('at %d columns', async (width) => {
    const text = await renderText(await RESULTS[name]!(), { color: false, width, all: false });
    await expect(text).toMatchFileSnapshot(`change/${name}-${width}.txt`);
    if (width >= 100) expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
  });
});

test.each([
  ['prune-plan', 'markdown', 'md.txt'],
  ['prune-plan', 'csv', 'csv'],
  ['restore-list', 'csv', 'csv'],
] as const)('%s as %s', async (name, format, ending) => {
  let text = '';
  for await (const piece of drawnPieces(await RESULTS[name]!(), format, { color: false, width: 100, all: false })) text += piece;
  await expect(text).toMatchFileSnapshot(`change/${name}.${ending}`);
});
