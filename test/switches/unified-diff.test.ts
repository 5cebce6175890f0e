import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineSteps } from '../../src/lib/switches/line-diff.js';
import { unifiedDiff } from '../../src/lib/switches/unified-diff.js';
import { usualText, wildText } from '../support/env-texts.js';

const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

/** Length of the longest common subsequence, by the table that everybody knows. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const left of a) {
    const next = [0];
    for (const [index, right] of b.entries())
      next.push(left === right ? row[index]! + 1 : Math.max(next[index]!, row[index + 1]!));
    row = next;
  }
  return row.at(-1)!;
}

describe('steps from lines to lines', () => {
  test('lead from the one to the other, on the shortest way', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const steps = lineSteps(before, after);
        expect(steps.flatMap((step) => ('old' in step ? [step.old] : []))).toEqual([...before.keys()]);
        expect(steps.flatMap((step) => ('new' in step ? [step.new] : []))).toEqual([...after.keys()]);
        const same = steps.filter((step) => step.kind === 'same');
        for (const step of same) expect(before[step.old]).toBe(after[step.new]);
        expect(same).toHaveLength(commonLength(before, after));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a unified diff', () => {
  test('is what git takes to make the new text of the old one, where nothing is hidden', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meter-diff-test-'));
    const text = fc
      .tuple(fc.array(fc.constantFrom('A=1', 'A=2', 'B=1', ''), { minLength: 1, maxLength: 20 }), fc.boolean())
      .map(([all, last]) => `${all.join('\n')}${last ? '\n' : ''}`);
    for (const [before, after] of fc.sample(fc.tuple(text, text), { numRuns: 30, seed: 5 })) {
      const diff = unifiedDiff('env', before, after, new Set(['A', 'B']));
      expect(diff === '').toBe(before === after);
      if (diff === '') continue;
      await writeFile(join(folder, 'env'), before);
      await writeFile(join(folder, 'diff'), `${diff}\n`);
      await promisify(execFile)('git', ['apply', '-p0', 'diff'], { cwd: folder });
      expect(await readFile(join(folder, 'env'), 'utf8')).toBe(after);
    }
    await rm(folder, { recursive: true });
  });

  test('shows the lines around a change, and none of their values', () => {
    const before = `# Relay
# old: redis://user:hunter2@host
REDIS_PASSWORD="hunter2"
#REDIS_PASSWORD=hunter2
export API_KEY = hunter2 # hunter2
A=true # note
KEY='hunter2
hunter2
# hunter2'
EMPTY=
hunter2
`;
    expect(unifiedDiff('.env', before, before.replace('A=true', 'A=false'), new Set(['A']))).toBe(`--- .env
+++ .env
@@ -3,7 +3,7 @@
 REDIS_PASSWORD=…
 #REDIS_PASSWORD=…
 export API_KEY = …
-A=true # note
+A=false # note
 KEY=…
 …
 …`);
    expect(unifiedDiff('.env', before, before.replace('# Relay', '# Relays'), new Set(['A']))).not.toContain('hunter2');
    expect(unifiedDiff('.env', before, `${before}B=1\n`, new Set(['A', 'B']))).toBe(`--- .env
+++ .env
@@ -9,3 +9,4 @@
 …
 EMPTY=
 …
+B=1`);
  });

  test('never holds a value of another variable', () => {
    fc.assert(
      fc.property(usualText, fc.constantFrom('\n', ''), (text, gap) => {
        const secret = `${text}${gap}\nTOKEN=s3cret\n# TOKEN: s3cret\n#   s3cret=1 s3cret\nURL="http://s3cret\n s3cret"\n`;
        fc.pre(!/["'`]/.test(text));
        expect(
          unifiedDiff('.env', secret, `${secret}A=1\nB2=1\n`, new Set(['A', 'B2'])).replaceAll('#   s3cret=', ''),
        ).not.toContain('s3cret');
      }),
    );
  });

  test('has as many lines of each kind as the texts have, whatever they hold', () => {
    const linesOf = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
    fc.assert(
      fc.property(wildText, wildText, (before, after) => {
        const [, , ...shown] = unifiedDiff('env', before, after, new Set(['A'])).split('\n');
        const steps = lineSteps(linesOf(before), linesOf(after));
        for (const [mark, kind] of [
          ['+', 'added'],
          ['-', 'removed'],
        ] as const)
          expect(shown.filter((line) => line.startsWith(mark))).toHaveLength(steps.filter((step) => step.kind === kind).length);
      }),
    );
  });

  test('shows nothing that would harm a terminal', () => {
    const diff = unifiedDiff('\u001b[2J', 'A=1\r\n# \u001b[31m\n', 'A=2\r\n# \u001b[31m\n', new Set(['A']));
    expect(/^[\x20-\x7e\n]*$/.test(diff)).toBe(true);
  });
});
