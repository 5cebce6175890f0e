import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignmentsOf, linesAt, valuesOf } from '../../src/lib/format/dotenv.js';
import { usualText, wildText } from '../support/env-texts.js';

const read = (text: string): Record<string, string> => Object.fromEntries(valuesOf(assignmentsOf(text)));

describe('the text of a .env file', () => {
  test('is read as dotenv reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(wildText, usualText, fc.string()), (text) => {
        expect(read(text)).toEqual(parse(text));
      }),
      { numRuns: 10_000 },
    );
  });

  test('has each value at the place that is told', () => {
    fc.assert(
      fc.property(fc.oneof(wildText, usualText), (text) => {
        for (const { name, from, to, start, end, value, quote } of assignmentsOf(text)) {
          expect(start <= from && from <= to && to <= end).toBe(true);
          expect(text.slice(start, end)).toContain(name);
          const raw = text.slice(from, to).replaceAll(/\r\n?/g, '\n');
          if (quote !== '' && quote !== '"') expect(raw).toBe(`${quote}${value}${quote}`);
          if (quote === '' && !raw.startsWith('"')) expect(raw).toBe(value);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['A=1', '1', ''],
    ['\ufeffA=1', '1', ''],
    ['export A = "x" # "y"', 'x', '"'],
    ['A=`a\n"b"`', 'a\n"b"', '`'],
    ["A='a # b'#c", 'a # b', "'"],
    ['A="open', '"open', ''],
    ['A="1" x', '"1" x', ''],
    ['A= # nothing', '', ''],
    ['A: yes', 'yes', ''],
    ['A:\r\nB=1', 'B=1', ''],
  ])('%j', (text, value, quote) => {
    expect(assignmentsOf(text)).toEqual([expect.objectContaining({ name: 'A', value, quote })]);
  });

  test('counts lines by any line break', () => {
    expect(linesAt('a\nb\r\nc\rd', [0, 2, 3, 5, 7])).toEqual([1, 2, 2, 3, 4]);
  });

  test.each([
    ['\n', 0],
    ['A', 0],
    ['A=', 1],
    ['A=\n', 349_525],
    ["A='\n ", 104_858],
    ['A=" \n\\"', 1],
    ['A: x\n', 209_715],
    ['export\n', 0],
    ['A\n\n', 0],
    ['`"\'\n', 0],
  ])('a megabyte of %j is read in passing', (piece, assignments) => {
    expect(assignmentsOf(piece.repeat(2 ** 20 / piece.length)).length).toBe(assignments);
  });
});
