/** A report as a page: nothing in it acts but its own script, whatever the report says. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/lib/format/terminal.js';
import type { Block, Document } from '../../../src/lib/report/document.js';
import { renderHtml, type PageOptions } from '../../../src/lib/report/render/html/page.js';
import { anyLines } from '../../support/any-lines.js';
import { anyText } from '../../support/any-text.js';
import { everywhere } from '../../support/everywhere.js';
import { HOSTILE_NAMES } from '../../support/hostile-names.js';
import { strictPage, type StrictPage } from '../../support/strict-page.js';

const pageOf = (blocks: readonly Block[], options: Partial<PageOptions> = {}, rest: Partial<Document> = {}): Promise<string> =>
  renderHtml({ title: { text: 'Audit of', name: 'localhost:6379/0' }, blocks, ...rest }, options);

const provenance = (text: string): PageOptions['provenance'] => ({
  program: text,
  command: text,
  target: text,
  made: new Date(0),
});

function expectInert(page: StrictPage): void {
  const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(page.policy).toBe(
    `default-src 'none'; style-src ${digest(page.styles[0]!)}; script-src ${digest(page.scripts[0]!)}; base-uri 'none'; form-action 'none'`,
  );
  expect([page.styles.length, page.scripts.length]).toEqual([1, 1]);
  expect(page.styles[0]).not.toMatch(/url\(|@import|expression/i);
  expect(page.scripts[0]).not.toMatch(
    /innerHTML|insertAdjacentHTML|document\.write|eval|Function\(|fetch|XMLHttp|import\(|https?:/,
  );
}

describe('hostile text', () => {
  test.each(HOSTILE_NAMES)('%j is shown and does nothing', async (name) => {
    const text = printable(name);
    const html = await renderHtml(everywhere(text), { provenance: provenance(text) });
    const page = strictPage(html);
    expectInert(page);
    const shown = text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
    for (const place of ['title', 'bdi', 'h2', 'caption', 'th', 'td', 'dt', 'code'])
      expect([place, page.nodes.some((node) => node.name === place && node.text.startsWith(shown))]).toEqual([place, true]);
    expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test('any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 })), async (text) => {
        expectInert(strictPage(await renderHtml(everywhere(text), { provenance: provenance(text) })));
      }),
      { numRuns: 60 },
    );
  });

  test('any lines', async () => {
    await fc.assert(
      fc.asyncProperty(anyLines({ text: anyText({ maxLength: 8 }) }), async (lines) => {
        const { nodes } = strictPage(await pageOf([lines]));
        for (const { attributes } of nodes) expect(attributes.d ?? 'M0').toMatch(/^(?:[MLHVZh][-\d. ]*)*$/);
      }),
      { numRuns: 40 },
    );
  });
});

const COLUMNS = [
  { id: 'name', title: 'family', type: 'id', whole: true },
  { id: 'keys', title: 'keys', type: 'count', adds: true },
  { id: 'mean', title: 'B/key', type: 'bytes' },
] as const;

describe('what has no room', () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => ({ name: `family:${at}:${'x'.repeat(200)}`, keys: 2, mean: 7 }));
  const table: Block = { kind: 'table', id: 'families', title: 'Families', columns: COLUMNS, rows };

  test('is one row, with sums where figures add up, and is said; the page stays below 5 MB', async () => {
    const items = (function* () {
      for (const { name } of rows) yield { title: name };
    })();
    const list: Block = { kind: 'list', id: 'differences', title: 'Differences', items };
    const html = await pageOf([table, list, { kind: 'note', text: 'the end' }]);
    expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
    expect(Buffer.byteLength(html)).toBeGreaterThan(4_000_000);
    const { nodes } = strictPage(html);
    const written = nodes.filter(({ name, text }) => name === 'th' && text.startsWith('family:')).length;
    const left = rows.length - written;
    const [others] = html.match(/<tfoot><tr>.*?<\/tr>/) ?? [];
    expect(others).toContain(`${left.toLocaleString('en')} others`);
    expect(others).toContain(`>${(left * 2).toLocaleString('en')}<`);
    expect(others!.match(/<td[^>]*>([^<]*)</g)!.at(-1)).toMatch(/><$/);
    expect(html).toContain(
      `${left.toLocaleString('en')} rows are not on this page, which holds 5 MB at most. --format csv --section families has every row.`,
    );
    const listed = nodes.filter(({ name }) => name === 'li').length;
    expect(html).toContain(`${(rows.length - listed).toLocaleString('en')} rows are not on this page`);
    expect(html).toContain('the end');
  });

  test('a small table leaves its room to those after it', async () => {
    const small: Block = { kind: 'table', id: 'small', title: 'Small', columns: COLUMNS, rows: rows.slice(0, 2) };
    const html = await pageOf([small, { ...table, rows: rows.slice(0, 100) }], { room: 40_000 });
    expect(html.match(/family:/g)!.length).toBeGreaterThan(100);
    expect(html).not.toContain('are not on this page');
  });

  test('small areas of a treemap are one of their group', async () => {
    const leaves = Array.from({ length: 100 }, (_, at) => ({
      label: `leaf ${at}`,
      value: 1000 - at,
      group: at % 2 ? 'odd' : 'even',
    }));
    const html = await pageOf([{ kind: 'treemap', id: 'm', title: 'Map', type: 'count', leaves }]);
    expect(html).toContain('<title>leaf 59: 941</title>');
    expect(html).not.toContain('<title>leaf 60');
    expect(html.match(/<title>20 others: [\d,]+<\/title>/g)).toHaveLength(4);
  });
});

describe('a page', () => {
  const facts: Block = { kind: 'facts', facts: [{ label: 'Clock', text: 'UTC+8' }] };
  const findings: Block = {
    kind: 'list',
    id: 'findings',
    title: 'Findings',
    first: true,
    items: [{ severity: 'high', title: 'too much' }],
  };
  const table: Block = {
    kind: 'table',
    id: 'families',
    title: 'Families',
    columns: [
      { id: 'by', title: 'by', type: 'text' },
      { id: 'machine', title: 'machine', type: 'text', only: 'machines' },
      ...COLUMNS,
    ],
    rows: [{ by: { value: 'grain', text: '' }, name: 'usage:{keyId}', keys: 12_345, mean: 1536, machine: 'hidden' }],
  };

  test('has the facts, then what is the answer, then the rest, and says at its foot where it comes from', async () => {
    const made = new Date('2026-11-20T19:45:00Z');
    const blocks: Block[] = [
      facts,
      table,
      { kind: 'chart', id: 'families', title: 'Bars', type: 'bytes', bars: [{ label: 'a', value: 5 }], only: 'pages' },
      findings,
      {
        kind: 'facts',
        facts: [
          { label: 'Spent', text: '7 commands', place: 'about' },
          { label: 'PARTIAL', text: 'cut short', place: 'partial' },
        ],
      },
    ];
    const html = await pageOf(blocks, { provenance: { program: 'redis-meter 1', command: 'audit', target: 'host:1/0', made } });
    strictPage(html);
    const places = [
      'cut short',
      'UTC+8',
      'too much',
      'usage:{keyId}',
      '<h2 id="families-2">Bars</h2>',
      '<footer',
      'host:1/0',
      '7 commands',
    ];
    const found = places.map((text) => html.indexOf(text));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found).not.toContain(-1);
    expect(html).toContain('<p class="partial" role="note"><strong>Partial report</strong> cut short</p>');
    expect(html).toContain('redis-meter 1, meter audit');
    expect(html).toContain('2026-11-20 19:45 UTC');
    expect(html).not.toContain('hidden<');
  });

  test('shows figures as a terminal does, and sorts by their exact values', async () => {
    const html = await pageOf([table]);
    expect(html).toContain('<th scope="col" class="figure">keys</th>');
    expect(html).toContain('<td class="figure" data-v="1536">1.5 KiB</td>');
    expect(html).toContain('<th scope="row">grain</th>');
    expect(html).toContain('<caption>Families</caption>');
  });

  test('keeps dates and short names on one line, and puts a mark before its text', async () => {
    const html = await pageOf([
      {
        ...table,
        rows: [
          { by: '2026-11-20', name: 'S6', keys: 1 },
          { by: 'grain', name: 'x'.repeat(30), keys: 1 },
        ],
      },
      {
        kind: 'list',
        id: 'reasons',
        title: 'Reasons',
        items: [
          { lead: 'D1', texts: ['one'] },
          { lead: 'D2', texts: ['one', 'two'] },
        ],
      },
    ]);
    expect(html).toContain('<th scope="row" class="short">2026-11-20</th><td class="id short">S6</td>');
    expect(html).toContain('<th scope="row">grain</th><td class="id long">');
    expect(await pageOf([{ ...table, rows: [{ by: 'a sentence '.repeat(5) }] }])).toContain('<th scope="row" class="wordy">');
    expect(html).toContain('<li class="plain"><p><span class="lead">D1</span> <span>one</span></p></li>');
    expect(html).toContain('<li><p><span class="lead">D2</span> <span>one</span></p><p><span>two</span></p></li>');
  });

  test('of one section has no other, and a section that does not exist is a usage error', async () => {
    const html = await pageOf([facts, table, findings], { section: 'findings' });
    expect(html).toContain('too much');
    expect(html).not.toContain('usage:{keyId}');
    await expect(pageOf([table], { section: 'no' })).rejects.toThrow('There is no section no.');
  });

  test('has headings without a gap, an id for each, and contents that lead to them', async () => {
    const { nodes } = strictPage(await pageOf([facts, findings, table, { ...table, title: 'More' }]));
    const levels = nodes.filter(({ name }) => /^h\d$/.test(name)).map(({ name }) => Number(name[1]));
    expect(levels[0]).toBe(1);
    levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
    const ids = nodes.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(new Set(ids).size).toBe(ids.length);
    const links = nodes.flatMap(({ attributes }) => (attributes.href === undefined ? [] : [attributes.href.slice(1)]));
    expect(links).toEqual(['findings', 'families', 'families-2']);
    expect(ids).toEqual(expect.arrayContaining(links));
  });
});
