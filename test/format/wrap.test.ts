import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/lib/format/width.js';
import { NO_END, NO_START } from '../../src/lib/format/wrap-cjk.js';
import { wrapText } from '../../src/lib/format/wrap.js';

const PARTS = [
  '键',
  '清理',
  '已删除',
  '统计',
  '，',
  '。',
  '、',
  '；',
  '：',
  '（',
  '）',
  '「',
  '」',
  ' ',
  'meter prune',
  '1.26 MiB',
  '62.4%',
  'usage:daily:{keyId}:{date}',
  '$10',
];
const chinese = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 60 }).map((parts) => `键${parts.join('')}`);

describe('Chinese', () => {
  test('no line is too wide, and nothing is lost', () => {
    fc.assert(
      fc.property(chinese, fc.integer({ min: 20, max: 60 }), (text, width) => {
        const lines = wrapText(text, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  test('a sentence breaks between characters, but not around its signs', () => {
    const text =
      '已删除 6,050 个键（约 2.03 MiB），归档见 h.archive；用「meter restore h.archive」撤销。没有页面读取已结束的小时。';
    for (let width = 20; width <= 60; width += 1)
      for (const [index, line] of wrapText(text, width).entries()) {
        if (index > 0) expect(line).not.toMatch(NO_START);
        if (index < wrapText(text, width).length - 1) expect(line).not.toMatch(NO_END);
        expect(line).not.toMatch(/^ | $/);
        expect(line).not.toMatch(/^MiB/);
      }
  });

  test('no single character stands alone at the end', () => {
    expect(wrapText('未做任何更改归档见文件名。', 22)).toEqual(['未做任何更改归档见文', '件名。']);
    expect(wrapText('未做任何更改归档见文件名。', 24)).toEqual(['未做任何更改归档见文', '件名。']);
  });

  test('a name that is longer than a line is cut at its signs', () => {
    expect(wrapText('键 usage:daily:0215614b-9d6c:2026-11-20', 20)).toEqual(['键 usage:daily:', '0215614b-9d6c:', '2026-11-20']);
  });
});

test.each([
  ['键族', 4],
  ['，。「」', 8],
  ['API Key', 7],
  ['e\u0301', 1],
  ['\u{1f600}', 2],
  ['Ａ', 2],
  ['ｱ', 1],
  ['한', 2],
  ['…·±≥', 4],
])('%s has %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});
