import { beforeAll, describe, expect, test } from 'vitest';
import { auditDocument } from '../../../src/lib/report/audit/document.js';
import type { AuditReport } from '../../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { auditEnvelope } from '../../support/audit-data.js';
import { runMeterInside } from '../../support/meter-inside.js';

const LINES = 40;

/** The made-up relay is the same on every day and machine; what the run took and where its file was are not. */
async function demoEnvelope(): Promise<Envelope<AuditReport>> {
  const { stdout } = await runMeterInside(['demo', '--json', '--now', '2026-11-20T19:45:00Z']);
  const envelope = JSON.parse(stdout) as Envelope<AuditReport>;
  const source = {
    ...envelope.data.source,
    snapshots: envelope.data.source.snapshots.map((row) => ({ ...row, name: 'demo.rdb' })),
  };
  return { ...envelope, data: { ...envelope.data, source }, spent: null };
}

let demo: Envelope<AuditReport>;
beforeAll(async () => {
  demo = await demoEnvelope();
});

const drawn = (envelope: Envelope<AuditReport>, width: number, all = false): Promise<string> =>
  renderText(auditDocument(envelope), { color: false, width, all });

describe('an audit', () => {
  test.each([80, 100, 200])('of a snapshot at %d columns', async (width) => {
    await expect(await drawn(demo, width)).toMatchFileSnapshot(`audit/${width}.txt`);
  });

  test('of a snapshot, whole', async () => {
    await expect(await drawn(demo, 100, true)).toMatchFileSnapshot('audit/all.txt');
  });

  test('of a server', async () => {
    await expect(await drawn(auditEnvelope(), 100)).toMatchFileSnapshot('audit/server.txt');
  });

  test('is one screen', async () => {
    for (const envelope of [demo, auditEnvelope()])
      expect((await drawn(envelope, 100)).trimEnd().split('\n').length).toBeLessThanOrEqual(LINES);
  });
});
