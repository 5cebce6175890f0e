import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/lib/format/width.js';
import { createStyle, decideColor } from '../../../src/lib/report/render/style.js';
import { renderTable } from '../../../src/lib/report/render/table.js';

describe('renderTable', () => {
  test('aligns wide characters, rules off the header and draws no box', async () => {
    const table = await renderTable(
      ['name', 'keys'],
      [
        ['令牌:{id}', '12'],
        ['plain', '1,204'],
      ],
      { color: false, width: 40, align: ['left', 'right'], indent: 2 },
    );
    expect(table.split('\n')).toEqual(['  name        keys', '  ────────────────', '  令牌:{id}     12', '  plain      1,204']);
  });

  test('only the flexible column gives way, in its middle', async () => {
    const table = await renderTable(['pattern', 'keys'], [['usage:{keyId}:model:hourly:{model}:{hour}', '512,908']], {
      color: false,
      width: 30,
    });
    expect(table.split('\n')[2]).toBe('usage:{key…el}:{hour}  512,908');
  });

  test('paint goes on after the cut and changes no width', async () => {
    const { red } = createStyle(true);
    const painted = await renderTable(['n', 'x'], [[{ text: 'a very long name', paint: red }, 'x']], { color: true, width: 15 });
    expect(painted.split('\n')[2]).toBe(`${red('a very… name')}  x`);
    expect(stripVTControlCharacters(painted)).toBe(
      await renderTable(['n', 'x'], [['a very long name', 'x']], { color: false, width: 15 }),
    );
  });

  test('fits any width that has room for its columns', async () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('abz:{} 令牌ーカ한글ｱＡé🚀\u0301\u202e\x1b\n')) });
    const row = fc.tuple(text, text, text);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), fc.integer({ min: 20, max: 100 }), async (rows, width) => {
        const table = await renderTable(['a', 'b', 'c'], rows, { color: false, width, indent: 2 });
        const lines = table.split('\n');
        expect(lines.length).toBe(rows.length + 2);
        expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      }),
    );
  });
});

test.each([
  [undefined, {}, true, true],
  [undefined, {}, false, false],
  [undefined, { NO_COLOR: '1' }, true, false],
  [undefined, { NO_COLOR: '' }, true, true],
  [undefined, { TERM: 'dumb' }, true, false],
  [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [undefined, { FORCE_COLOR: '0' }, true, false],
  [false, { FORCE_COLOR: '1' }, true, false],
  [true, { NO_COLOR: '1' }, false, true],
])('flag %s, environment %j, terminal %s: colour %s', (flag, env, isTTY, expected) => {
  expect(decideColor({ flag, env, isTTY })).toBe(expected);
});
