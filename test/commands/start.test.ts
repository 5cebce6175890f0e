import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runMeter } from '../support/meter.js';

const TELL_LOADED = `process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));`;

test.each(['development', 'test', 'production'])('NODE_ENV=%s: no compiler is loaded', async (NODE_ENV) => {
  const folder = await mkdtemp(join(tmpdir(), 'meter-start-'));
  const tell = join(folder, 'tell.cjs');
  await writeFile(tell, TELL_LOADED);
  const { stderr, code } = await runMeter(['profile', 'list'], { env: { NODE_ENV, NODE_OPTIONS: `--require=${tell}` } });
  await rm(folder, { recursive: true });
  expect(code).toBe(0);
  expect(stderr).toContain('@oclif/core');
  expect(stderr).not.toContain('/typescript/');
});
