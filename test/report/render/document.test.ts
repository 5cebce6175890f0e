import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/lib/format/width.js';
import type { Block, Cell, ColumnType, Document, Item } from '../../../src/lib/report/document.js';
import { renderCsv } from '../../../src/lib/report/render/csv.js';
import { renderMarkdown } from '../../../src/lib/report/render/markdown.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { anyLines } from '../../support/any-lines.js';

const TYPES: readonly ColumnType[] = ['text', 'id', 'count', 'mean', 'bytes', 'share', 'money', 'time'];

const word = fc.string({ unit: 'binary', maxLength: 30 });
const cell = fc.oneof(word, fc.integer({ min: 0 }), fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(null));

const table = fc
  .record({
    id: fc.constantFrom('one', 'two'),
    title: word,
    remark: word,
    types: fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 8 }),
    rows: fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { maxLength: 20 }),
    shown: fc.nat(25),
  })
  .map(({ types, rows, ...rest }): Block => ({
    kind: 'table',
    ...rest,
    columns: types.map((type, index) => ({ id: `c${index}`, title: `column ${index}`, type, drop: index })),
    rows: rows.map((row) => Object.fromEntries(row.map((value, index) => [`c${index}`, value]))),
  }));

const list = fc
  .record({
    title: word,
    items: fc.array(
      fc.record(
        {
          lead: fc.constantFrom('1', '12', 'S1'),
          title: word,
          code: word,
          texts: fc.array(word, { maxLength: 3 }),
          severity: fc.constantFrom('high', 'low'),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 10 },
    ),
  })
  .map(({ title, items }): Block => ({ kind: 'list', id: 'list', title, items: items as Item[], none: 'none' }));

const blocks = fc.array(
  fc.oneof(
    table,
    list,
    word.map((text): Block => ({ kind: 'note', text })),
    fc
      .array(fc.record({ label: fc.constantFrom('', 'Keys', 'Clock'), text: word }))
      .map((facts): Block => ({ kind: 'facts', facts })),
    fc
      .array(
        fc.record(
          { label: word, value: fc.double({ min: 0, max: 1e12, noNaN: true }), group: fc.constantFrom('one', 'two') },
          { requiredKeys: ['label', 'value'] },
        ),
      )
      .map((bars): Block => ({ kind: 'chart', id: 'chart', title: 'Chart', type: 'bytes', bars })),
    anyLines({ text: word }),
  ),
  { maxLength: 5 },
);

const documents = fc.record({ title: fc.constant({ text: 'Audit of', name: 'x' }), blocks }).map((made): Document => made);

const plain = { color: false, all: false };

describe('any document', () => {
  test('as text fits the terminal, and holds nothing that a terminal would obey', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 60, max: 200 }), async (document, width) => {
        const lines = (await renderText(document, { ...plain, width })).split('\n');
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('as Markdown holds no HTML', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(renderMarkdown(document).replace(/`[^`\n]*`/g, '')).not.toMatch(/<[a-z!/]/i);
      }),
      { numRuns: 60 },
    );
  });
});

const families: Document = {
  title: { text: 'Audit of', name: 'localhost:6379/0' },
  blocks: [
    {
      kind: 'table',
      id: 'families',
      title: 'Families',
      columns: [
        { id: 'pattern', title: 'family', type: 'id' },
        { id: 'keys', title: 'keys', type: 'count' },
        { id: 'share', title: 'share', type: 'share', drop: 1 },
        { id: 'bytes_low', title: 'low', type: 'bytes', only: 'machines' },
        { id: 'note', title: 'note', type: 'text', only: 'people' },
      ],
      rows: [
        { pattern: 'usage:{keyId}', keys: 1234567, share: 0.5, bytes_low: 10, note: 'as is' },
        { pattern: '=cmd', keys: 2, share: { value: 0.25, text: 'a quarter' } as Cell, note: '' },
      ],
      shown: 1,
      rest: '1 more family',
    },
    { kind: 'list', id: 'findings', title: 'Findings', items: [], none: 'none', detail: true },
    {
      kind: 'table',
      id: 'lines',
      title: 'Lines',
      only: 'machines',
      columns: [{ id: 'key', title: 'key', type: 'id' }],
      rows: [{ key: 'a' }],
    },
  ],
  summary: { text: 'All is well.' },
};

describe('a table', () => {
  test('shows figures in the way of its columns, and says what it does not show', async () => {
    const text = await renderText(families, { ...plain, width: 100 });
    expect(text).toContain('usage:{keyId}  1,234,567  50.0 %  as is');
    expect(text).toContain('… 1 more family (--all shows them)');
    expect(text).not.toContain('=cmd');
    expect(text).not.toContain('Findings');
    expect(text.trimEnd().split('\n').at(-1)).toBe('All is well.');
  });

  test('leaves out what a narrow terminal has no room for', async () => {
    const text = await renderText(families, { ...plain, width: 34 });
    expect(text.replaceAll(/\s+/g, ' ')).toContain('left out at this width: share (--format csv --section families has them)');
  });

  test('as CSV has every row, plain numbers, and what is for machines', async () => {
    expect(await renderCsv(families, { section: null, delimiter: ',' })).toBe(
      "pattern,keys,share,bytes_low\nusage:{keyId},1234567,0.5,10\n'=cmd,2,0.25,\n",
    );
  });
});

describe('what one screen leaves out', () => {
  const document: Document = {
    title: { text: 'Audit' },
    blocks: [
      {
        kind: 'table',
        id: 'keys',
        title: 'Keys',
        columns: [
          { id: 'name', title: 'name', type: 'id' },
          { id: 'grain', title: 'grain', type: 'text', detail: true },
        ],
        rows: [{ name: 'a', grain: 'hour' }],
      },
      {
        kind: 'table',
        id: 'owners',
        title: 'Owners',
        columns: [{ id: 'name', title: 'name', type: 'id' }],
        rows: [],
        none: 'no owner',
      },
      { kind: 'table', id: 'empty', title: 'Empty', columns: [{ id: 'name', title: 'name', type: 'id' }], rows: [] },
      {
        kind: 'list',
        id: 'findings',
        title: 'Findings',
        items: [{ title: 'too much', texts: ['seen'], details: ['and why'], advice: { label: 'fix', text: 'look at it' } }],
      },
    ],
  };

  test('columns and texts of details are shown with all of it, before what to do', async () => {
    const short = await renderText(document, { ...plain, width: 100 });
    expect(short).not.toMatch(/grain|hour|and why/);
    expect(short).toContain('Owners\n  no owner\n');
    expect(short).not.toContain('Empty');
    const all = await renderText(document, { ...plain, width: 100, all: true });
    expect(all).toMatch(/grain\n.*\n.*hour/);
    expect(all).toContain('    seen\n    and why\n    fix: look at it\n');
    expect(renderMarkdown(document)).toContain('- **too much**\n  seen\n  and why\n  fix: look at it\n');
  });
});

describe('a column that is to be whole', () => {
  const long = 'sticky_session:droid_api_key:{accountId}:{endpoint}:{hash}';
  const document: Document = {
    title: { text: 'Profile' },
    blocks: [
      {
        kind: 'table',
        id: 'families',
        title: 'Families',
        columns: [
          { id: 'pattern', title: 'pattern', type: 'id', whole: true },
          { id: 'id', title: 'id', type: 'id' },
          { id: 'grain', title: 'grain', type: 'text', drop: 1 },
        ],
        rows: [{ pattern: long, id: 'droid.sticky-session.by-key', grain: 'none' }],
      },
    ],
  };

  test('is cut only where nothing is left to leave out', async () => {
    const text = await renderText(document, { ...plain, width: 90 });
    expect(text).toContain(`${long}  droid.sticky-session.by-key\n`);
    expect(text).toContain('left out at this width: grain');
    const narrow = (await renderText(document, { ...plain, width: 60 })).split('\n');
    expect(narrow.every((line) => displayWidth(line) <= 60)).toBe(true);
  });
});

describe('code', () => {
  const document: Document = {
    title: { text: 'Change of', name: '.env' },
    blocks: [
      {
        kind: 'code',
        language: 'diff',
        lines: [{ text: '--- .env' }, { text: '-A=<b>```</b>', tone: 'bad' }, { text: '\u001B[31m' }],
      },
    ],
  };

  test('is kept line by line, without controls', async () => {
    const text = await renderText(document, { ...plain, width: 20 });
    expect(text).toContain('\n\n--- .env\n-A=<b>```</b>\n');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(await renderText(document, { ...plain, color: true, width: 20 })).toContain('\u001B[31m-A=<b>');
  });

  test('as Markdown has a fence that it cannot end', () => {
    expect(renderMarkdown(document)).toContain('\n\n````diff\n--- .env\n-A=<b>```</b>\n');
  });
});

describe('a section', () => {
  test('is shown alone, with all of its rows, details as well', async () => {
    const text = await renderText(families, { ...plain, width: 100, section: 'families' });
    expect(text).toContain('a quarter');
    expect(text).not.toContain('All is well.');
    expect(await renderText(families, { ...plain, width: 100, section: 'findings' })).toContain('Findings');
  });

  test('that is not there is refused with the names of those that are', async () => {
    await expect(renderText(families, { ...plain, width: 100, section: 'keys' })).rejects.toMatchObject({
      exitCode: 2,
      suggestions: ['Sections: families, findings.'],
    });
    await expect(renderCsv(families, { section: 'findings', delimiter: ',' })).rejects.toMatchObject({ exitCode: 2 });
  });

  test('that only machines read has no text', async () => {
    await expect(renderText(families, { ...plain, width: 100, section: 'lines' })).rejects.toMatchObject({ exitCode: 2 });
    expect(await renderCsv(families, { section: 'lines', delimiter: '\t' })).toBe('key\na\n');
  });
});
