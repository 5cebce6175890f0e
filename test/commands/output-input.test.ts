import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['audit', '--env-file', 'REDIS_HOST=127.0.0.1\n'],
  ['audit', '--profile', 'name: mine\n'],
  ['estimate', '--env-file', 'ENABLE_HOURLY_STATS=false\n'],
  ['estimate', '--provider-file', 'name: mine\n'],
  ['measure', '--from-monitor', '1.5 [0 127.0.0.1:1] "PING"\n'],
])('%s does not write its report over what %s names', async (command, flag, content) => {
  const file = join(folder, 'input');
  await writeFile(file, content);
  const { code, stderr } = await runMeterInside([command, flag, file, '-o', file]);
  expect(code).toBe(2);
  expect(stderr).toContain('which is to be read');
  expect(await readFile(file, 'utf8')).toBe(content);
});
