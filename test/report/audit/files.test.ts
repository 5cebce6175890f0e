import { describe, expect, test } from 'vitest';
import type { AuditReport } from '../../../src/lib/report/audit/worded.js';
import { auditDocument } from '../../../src/lib/report/audit/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { renderCsv } from '../../../src/lib/report/render/csv.js';
import { escapeMarkdown } from '../../../src/lib/report/render/markdown-text.js';
import { renderMarkdown } from '../../../src/lib/report/render/markdown.js';
import { auditData, auditEnvelope, familyRow } from '../../support/audit-data.js';

const renderAuditCsv = (envelope: Envelope<AuditReport>): Promise<string> =>
  renderCsv(auditDocument(envelope), { section: null, delimiter: ',' });
const renderAuditMarkdown = (envelope: Envelope<AuditReport>): string => renderMarkdown(auditDocument(envelope));

/** A strict reader of RFC 4180, so that the writer is not its own witness. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

describe('csv', () => {
  test('has a header and one row a family, which read back as the figures', async () => {
    const { data } = auditEnvelope();
    const [head = [], ...rows] = parseCsv(await renderAuditCsv(auditEnvelope()));
    expect(head.slice(0, 5)).toEqual(['profile', 'id', 'pattern', 'type', 'keys']);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
    const read = rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
    for (const family of data.families) {
      const row = read.find(({ id }) => id === family.id);
      expect(row).toMatchObject({
        pattern: family.pattern,
        keys: String(family.keys),
        bytes: String(family.bytes),
        profile: family.profile ?? '',
        exact: String(family.exact),
      });
    }
    expect(rows.length).toBe(data.families.length);
  });

  test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx', 'a,"b"\nc'])(
    'a pattern like %j is neither a formula nor a new cell',
    async (pattern) => {
      const rows = parseCsv(await renderAuditCsv(auditEnvelope({ families: [familyRow({ id: 'f', pattern, keys: 1 })] })));
      expect(rows.length).toBe(2);
      expect(rows[1]?.[2]).toMatch(/^(?:'[=+\-@]|\\x09|a,"b"\\x0ac$)/);
    },
  );
});

describe('markdown', () => {
  test('has every family and every finding', () => {
    const { data } = auditEnvelope();
    const text = renderAuditMarkdown(auditEnvelope());
    for (const { pattern, inferred } of data.families) expect(text).toContain(`\n| \`${inferred ? '? ' : ''}${pattern}\` |`);
    for (const { title, code } of data.findings) expect(text).toContain(`${escapeMarkdown(title)}** (\`${code}\`)`);
    expect(text).toContain('- **Spent:** 45,231 commands in 1,203 round trips, 3.1 s\n');
  });

  test('no name from the server makes markup, HTML or a new column', () => {
    const hostile = 'a|b`c`<script>*x*\n# d\x1b\\|';
    const data = auditData();
    const text = renderAuditMarkdown(
      auditEnvelope({
        families: [familyRow({ id: 'f', pattern: hostile, keys: 1 })],
        findings: [{ ...data.findings[0]!, title: hostile, evidence: hostile, fix: `meter ${hostile}` }],
        largest: [{ key: hostile, family: 'f', type: hostile, bytes: 1, length: null }],
        dimensions: [
          {
            dimension: 'model',
            distinct: 1,
            approximate: false,
            top: [{ value: hostile, keys: 1, bytes: null, bytesHow: null }],
          },
        ],
      }),
    );
    const escaped = String.raw`a\|b\`c\`&lt;script&gt;\*x\*\\x0a\# d\\x1b\\\|`;
    expect(text.split(escaped).length - 1).toBe(7);
    expect(text).not.toContain('<script>');
    expect(text).toContain(`| ${escaped} | 1 |`);
  });
});
