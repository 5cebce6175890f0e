import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { page, screenOf } from '../../../src/lib/cli/base/pager.js';
import { asciiOf } from '../../../src/lib/report/render/ascii.js';

const BIN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-pager-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the program on a terminal of that many rows. */
async function onTerminal(rows: number, env: Record<string, string>): Promise<{ code: number | null; shown: string }> {
  const command = `stty rows ${rows} cols 100; node ${BIN} -- estimate --requests 10 --offline`;
  const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '1', PAGER: '', METER_PAGER: '', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let shown = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const [code] = (await once(terminal, 'close')) as [number | null];
  return { code, shown };
}

describe('on a terminal', () => {
  test('what is longer than the screen goes through the pager, whole', async () => {
    const { code } = await onTerminal(5, { METER_PAGER: 'cat > paged', PAGER: 'false' });
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'paged'), 'utf8')).toMatch(/^Estimate for[^]*\n$/);
  });

  test('what fits is printed, as is everything where no pager is set', async () => {
    expect((await onTerminal(500, { PAGER: 'cat > never' })).shown).toContain('Estimate for');
    expect((await onTerminal(5, {})).shown).toContain('Estimate for');
    await expect(readFile(join(folder, 'never'))).rejects.toThrow();
  });

  test('a pager that is left at once is no failure', async () => {
    expect((await onTerminal(5, { METER_PAGER: 'true' })).code).toBe(0);
  });
});

test('a pager that is left early ends what is made for it', async () => {
  let made = 0;
  const endless = (async function* () {
    for (; made < 1e6; made += 1) yield 'line\n'.repeat(1000);
  })();
  await page(endless, { rows: 3, pager: 'head -c 10 >/dev/null', write: () => Promise.reject(new Error('not here')) });
  expect(made).toBeLessThan(1e6);
});

test.each([
  [{ isTTY: true, rows: 20 }, { PAGER: 'less' }, true],
  [{ isTTY: true, rows: 20 }, { PAGER: 'less', METER_PAGER: '' }, false],
  [{ isTTY: true, rows: 20 }, { PAGER: 'cat' }, false],
  [{ isTTY: true, rows: 20 }, { PAGER: 'less', TERM: 'dumb' }, false],
  [{ isTTY: false, rows: 20 }, { PAGER: 'less' }, false],
  [{}, { PAGER: 'less' }, false],
])('%j with %j pages: %j', (stdout, env, pages) => {
  expect(screenOf({ stdout, env }, () => Promise.resolve()) !== null).toBe(pages);
});

test('ASCII takes as many columns', () => {
  const drawn = '  ● high  a…b ─── ██▌ 1 · 2';
  expect(asciiOf(drawn)).toBe('  * high  a~b --- ### 1 | 2');
  expect(asciiOf(drawn)).toHaveLength(drawn.length);
});
