/** Lines over time in a terminal. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document, Lines } from '../../../src/lib/report/document.js';
import { columnsOf, evenWidth } from '../../../src/lib/report/render/columns-of.js';
import { drawnPieces } from '../../../src/lib/report/render/face.js';
import { renderMarkdown } from '../../../src/lib/report/render/markdown.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { anyLines } from '../../support/any-lines.js';

const pointsOf = (count: number): Lines['points'] => Array.from({ length: count }, (_, at) => ({ at, label: `day ${at}` }));

const documentOf = (lines: Partial<Lines>): Document => ({
  title: { text: 'Growth' },
  blocks: [{ kind: 'lines', id: 'memory', title: 'Memory', type: 'bytes', points: pointsOf(5), lines: [], ...lines }],
});

const options = { color: false, width: 80, all: false };
const drawing = async (lines: Partial<Lines>): Promise<string> =>
  (await renderText(documentOf(lines), options)).replace(/^.*\n\n/, '');

test('a single line rises, falls, has gaps, and is dashed where it is a forecast', async () => {
  const line = {
    label: 'used',
    values: [0, 500, null, 500, 1000],
    low: [null, null, null, null, 500],
    high: [null, null, null, null, 1000],
  };
  expect(
    await drawing({ points: pointsOf(5), lines: [{ ...line, forecastFrom: 4 }], levels: [{ label: 'maxmemory', value: 5000 }] }),
  ).toMatchInlineSnapshot(`
    "Memory
      1000 B                                                                   ╭┄┄┄
                                                                        ╭┄┄┄┄┄┄╯  ░
                                                                  ╭┄┄┄┄┄╯         ░
                         ╭──────                                 ─╯               ░
                  ╭──────╯
         0 B  ────╯
              day 0                                                           day 4
      ╌ maxmemory 4.88 KiB, above the chart
    "
  `);
});

test('bytes that are far from 0 do not begin at 0', async () => {
  const text = await drawing({ lines: [{ label: 'used', values: [900, 910, 920, 930, 940] }] });
  expect(text).toContain('\n  900 B  ');
});

test('several lines are sparklines, each relative to its own highest value', async () => {
  expect(
    await drawing({
      type: 'count',
      lines: [
        { label: 'all', values: [0, 2000, 4000, null, 8000] },
        { label: 'one', values: [1, 1, 1, 1, 0] },
        { label: 'unknown', values: [null, null, null, null, null] },
      ],
    }),
  ).toMatchInlineSnapshot(`
    "Memory
      all      ▁▃▅ █  up to 8,000
      one      ████▁  up to     1
      unknown         up to     ?
      from day 0 to day 4
    "
  `);
});

test('without a point it says so, and Markdown has each point', async () => {
  expect(await drawing({ points: [], none: 'Nothing was recorded.' })).toContain('  Nothing was recorded.');
  const markdown = renderMarkdown(documentOf({ lines: [{ label: 'used', values: [1, 2, null, 4, 5], high: [1, 2, 3, 4, 9] }] }));
  expect(markdown).toContain('|  | used | used, most |\n| --- | ---: | ---: |\n| day 0 | 1 B | 1 B |');
  expect(markdown).toContain('| day 2 |  | 3 B |');
});

describe('columns', () => {
  test('show the highest of the points that share one, and nothing that is above', () => {
    fc.assert(
      fc.property(anyLines({ text: fc.constant('x') }), fc.integer({ min: 1, max: 80 }), ({ points, lines }, width) => {
        for (const line of lines) {
          const known = line.values.filter((value) => value !== null);
          const shown = columnsOf({ points }, line, width).values.filter((value) => value !== null);
          expect(shown.length > 0).toBe(known.length > 0);
          const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
          expect(most(shown)).toBe(most(known));
        }
      }),
    );
  });

  test('of points at equal distances are whole, if there is room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 2, max: 100 }), (points, most) => {
        const width = evenWidth(points, most);
        expect(width).toBeLessThanOrEqual(most);
        if (points <= most) expect((width - 1) % (points - 1)).toBe(0);
      }),
    );
  });
});

test('any lines in ASCII are ASCII, and nothing else moves', async () => {
  await fc.assert(
    fc.asyncProperty(anyLines({ text: fc.string({ unit: fc.constantFrom('a', 'B', ' ') }) }), async (block) => {
      const document: Document = { title: { text: 'Growth' }, blocks: [block] };
      const [drawn, ascii] = ['', ''];
      const pieces = [drawn, ascii];
      for (const [at, inAscii] of [false, true].entries())
        for await (const piece of drawnPieces(document, 'text', { ...options, ascii: inAscii })) pieces[at] += piece;
      expect(pieces[1]).toMatch(/^[\n -~]*$/);
      expect(pieces[1]!.split('\n').map((line) => line.length)).toEqual(pieces[0]!.split('\n').map((line) => line.length));
    }),
    { numRuns: 60 },
  );
});

test('bars of one group name it once', async () => {
  const document: Document = {
    title: { text: 'Trial' },
    blocks: [
      {
        kind: 'chart',
        id: 'latency',
        title: 'Latency',
        type: 'count',
        bars: [
          { group: 'list', label: 'p50', value: 1 },
          { group: 'list', label: 'p99', value: 4 },
          { group: 'script', label: 'p50', value: 1 },
        ],
      },
      { kind: 'chart', id: 'page', title: 'Page', type: 'count', bars: [{ label: 'a', value: 1 }], only: 'pages' },
    ],
  };
  const text = await renderText(document, options);
  expect(text).toContain('\n  list p50    1  █');
  expect(text).toContain('\n       p99    4  █');
  expect(text).not.toContain('Page');
  expect(renderMarkdown(document)).toContain('| list p99 | 4 |');
});
