import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noticeText } from '../../src/lib/report/noticed.js';
import { changeVariables } from '../../src/lib/switches/changes.js';
import { setVariable, unsetVariable } from '../../src/lib/switches/edit.js';
import { lineSteps } from '../../src/lib/switches/line-diff.js';
import { MeterError } from '../../src/lib/format/errors.js';
import { name, plainValue, usualText, wildText } from '../support/env-texts.js';

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** How many lines one text has that the other has not. */
const lineCounts = (before: string, after: string): { removed: number; added: number } => {
  const steps = lineSteps(linesOf(before), linesOf(after));
  const count = (kind: string): number => steps.filter((step) => step.kind === kind).length;
  return { removed: count('removed'), added: count('added') };
};

/** Node 20 takes a comment in a last line without line break for a variable. */
const nodeReads = (text: string): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(parseEnv(text)).filter(([key]) => !key.startsWith('#')));

const without = (values: Record<string, string | undefined>, gone: string): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== gone));

describe('setting a variable', () => {
  test('gives it that value and changes no other, as dotenv and Node read it', () => {
    fc.assert(
      fc.property(usualText, name, plainValue, (text, variable, value) => {
        const after = setVariable(text, variable, value).text;
        expect(parse(after)).toEqual({ ...parse(text), [variable]: value });
        expect(nodeReads(after)).toEqual({ ...nodeReads(text), [variable]: value });
      }),
      { numRuns: 800 },
    );
  });

  test('touches one line, adds none where the variable is there, and nothing the second time', () => {
    fc.assert(
      fc.property(usualText, name, plainValue, (text, variable, value) => {
        const { text: after, kind, before } = setVariable(text, variable, value);
        expect(before).toBe(parse(text)[variable] ?? null);
        const counts = lineCounts(text, after);
        if (kind === 'unchanged') expect(after).toBe(text);
        if (kind === 'changed' && !before!.includes('\n')) expect(counts).toEqual({ removed: 1, added: 1 });
        if (kind === 'added') expect(counts.added - counts.removed).toBe(1);
        expect(setVariable(after, variable, value)).toMatchObject({ text: after, kind: 'unchanged' });
      }),
      { numRuns: 1000 },
    );
  });

  test('and the old value again gives the old text, byte for byte', () => {
    fc.assert(
      fc.property(usualText, name, plainValue, (text, variable, value) => {
        const { text: after, before } = setVariable(text, variable, value);
        fc.pre(before !== null && /^[\w.+-]+$/.test(before));
        expect(setVariable(after, variable, before!).text).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['quotes, export and comment', 'export A="true"  # note\n', 'export A="false"  # note\n'],
    ['single quotes', "A = 'true'\n", "A = 'false'\n"],
    ['backticks', 'A=`true`\n', 'A=`false`\n'],
    ['indentation', '\tA=\ttrue\t# note\n', '\tA=\tfalse\t# note\n'],
    ['CRLF', 'B=1\r\nA=true\r\nC=2\r\n', 'B=1\r\nA=false\r\nC=2\r\n'],
    ['a byte order mark', '\ufeffA=true\n', '\ufeffA=false\n'],
    ['no line break at the end', 'B=1\nA=true', 'B=1\nA=false'],
    ['an empty value', 'A=\nB=1\n', 'A=false\nB=1\n'],
    ['an empty value with a comment', 'A=#note\nB=1\n', 'A=false #note\nB=1\n'],
    ['empty quotes', 'A=""\n', 'A="false"\n'],
    ['duplicates: the last one', 'A=1\nB=2\nA=true\n# end\n', 'A=1\nB=2\nA=false\n# end\n'],
    ['a value of several lines', 'A="x\ny" # note\nB=1\n', 'A="false" # note\nB=1\n'],
    ['a variable within a value of several lines', 'KEY="\nA=true\n"\nA=true\n', 'KEY="\nA=true\n"\nA=false\n'],
    ['a colon', 'A: true\nB=1\nC=1\n', 'A: false\nB=1\nC=1\n'],
  ])('keeps %s', (_, before, after) => {
    expect(setVariable(before, 'A', 'false').text).toBe(after);
  });

  test.each([
    ['at the end', 'B=1\n', 'B=1\nA=false\n'],
    ['at the end, with no line break there before and after', 'B=1', 'B=1\nA=false'],
    ['with the line breaks of the file', 'B=1\r\n', 'B=1\r\nA=false\r\n'],
    ['in an empty file', '', 'A=false\n'],
    ['behind a byte order mark', '\ufeff', '\ufeffA=false\n'],
    ['below the comment that shows it', '# Statistics\n# A=true\n\nB=1\n', '# Statistics\n# A=true\nA=false\n\nB=1\n'],
    ['below the comment in the last line', 'B=1\n#export A=true', 'B=1\n#export A=true\nA=false'],
    ['not below a comment within a value', 'B="\n# A=true\n"\n', 'B="\n# A=true\n"\nA=false\n'],
    [
      'not below the comment of another',
      '# AA=true\n# A_B=true\n# B.A=true\nB=1\n',
      '# AA=true\n# A_B=true\n# B.A=true\nB=1\nA=false\n',
    ],
  ])('adds a new one %s', (_, before, after) => {
    expect(setVariable(before, 'A', 'false')).toEqual({ text: after, kind: 'added', before: null, after: 'false' });
  });

  test.each(['', 'a b', 'a#b', "it's", 'a\nb', '$HOME', 'ü'])(
    'does not write %j, which readers would take differently',
    (value) => {
      expect(() => setVariable('', 'A', value)).toThrow(RangeError);
    },
  );
});

describe('taking a variable out', () => {
  test('leaves no assignment of it, and everything else, as dotenv and Node read it', () => {
    fc.assert(
      fc.property(usualText, name, (text, variable) => {
        const { text: after, kind } = unsetVariable(text, variable);
        expect(parse(after)).toEqual(without(parse(text), variable));
        expect(nodeReads(after)).toEqual(without(nodeReads(text), variable));
        expect(kind === 'unchanged').toBe(after === text);
        expect(lineCounts(text, after).added).toBeLessThanOrEqual(/[\r\n]$/.test(text) ? 0 : 1);
      }),
      { numRuns: 800 },
    );
  });

  test('that was added gives the old text, byte for byte', () => {
    fc.assert(
      fc.property(usualText, name, plainValue, (text, variable, value) => {
        const { text: after, kind } = setVariable(text, variable, value);
        fc.pre(kind === 'added');
        expect(unsetVariable(after, variable).text).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['every duplicate', 'A=1\nB=2\nA=3 # note\n', 'B=2\n'],
    ['all lines of a value', '# top\nA="1\n2\n3" # note\nB=2\n', '# top\nB=2\n'],
    ['the last line where it has no line break', 'B=2\r\nA=1', 'B=2'],
    ['the only line', 'A=1', ''],
    ['the first line behind a byte order mark', '\ufeffA=1\nB=2\n', '\ufeffB=2\n'],
  ])('removes %s', (_, before, after) => {
    expect(unsetVariable(before, 'A').text).toBe(after);
  });
});

describe('several changes', () => {
  test('never touch another variable, whatever the text holds: else they are refused', () => {
    let refused = 0;
    fc.assert(
      fc.property(wildText, fc.dictionary(name, fc.option(plainValue), { maxKeys: 3, noNullPrototype: true }), (text, wanted) => {
        try {
          const { text: after } = changeVariables(text, new Map(Object.entries(wanted)));
          const expected: Record<string, string> = { ...parse(text) };
          for (const [key, value] of Object.entries(wanted)) {
            if (value === null) delete expected[key];
            else expected[key] = value;
          }
          expect(parse(after)).toEqual(expected);
        } catch (error) {
          if (!(error instanceof MeterError)) throw error;
          expect(error.code).toBe('env-file');
          refused += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeLessThan(150);
  });

  test('tell where the variable is set, and warn of duplicates', () => {
    const { text, changes, warnings } = changeVariables(
      'A=1\nB=2\n\nA=3\n',
      new Map([
        ['A', '4'],
        ['C', '5'],
        ['B', null],
      ]),
    );
    expect(text).toBe('A=1\n\nA=4\nC=5\n');
    expect(changes).toEqual([
      { name: 'A', kind: 'changed', before: '3', after: '4', lines: [1, 4] },
      { name: 'C', kind: 'added', before: null, after: '5', lines: [] },
      { name: 'B', kind: 'removed', before: '2', after: null, lines: [2] },
    ]);
    expect(warnings).toEqual([{ code: 'last-line-changed', params: { env: 'A', lines: [1, 4] } }]);
    expect(warnings.map((warning) => noticeText(warning))).toEqual([
      'Lines 1 and 4 both set A; the last one counts and is the one changed.',
    ]);
  });

  test.each([
    ['a name and a colon at the end, whose value a line below them would become', 'A=1\nB:'],
    ['a carriage return, which Node takes for a part of the line', 'A=1\rB'],
  ])('are refused after %s', (_, text) => {
    const change = (): unknown => changeVariables(text, new Map([['C', '2']]));
    expect(change).toThrow(expect.objectContaining({ code: 'env-file', exitCode: 4 }));
  });

  test('warn where Node would not see what dotenv sees', () => {
    const { text, warnings } = changeVariables('\tA=true\nB=1\n', new Map([['A', 'false']]));
    expect(parseEnv(text)['A']).toBeUndefined();
    expect(warnings).toEqual([{ code: 'node-reads-otherwise', params: { env: 'A' } }]);
  });
});

test('a long line without a sign is read in a time that does not grow with the square of its length', () => {
  const startedAt = process.cpuUsage();
  changeVariables(`${'x'.repeat(60_000)}\nA=1\n`, new Map([['A', '2']]));
  expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(2_000);
});
