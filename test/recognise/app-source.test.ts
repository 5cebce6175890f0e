import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mentionsIn } from '../../src/lib/recognise/app-source.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-app-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(folder, dirname(path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

test('finds the line of the source that names a variable', async () => {
  await put('config/config.js', "module.exports = {\n  hourly: process.env.ENABLE_HOURLY_STATS !== 'false',\n}\n");
  await put('main.go', 'x := os.Getenv("SYNC_FREQUENCY")\n');
  expect(await mentionsIn(folder, ['ENABLE_HOURLY_STATS', 'SYNC_FREQUENCY', 'ENABLE_MINUTE_STATS'])).toEqual(
    new Map([
      ['ENABLE_HOURLY_STATS', { file: join('config', 'config.js'), line: 2, template: false }],
      ['SYNC_FREQUENCY', { file: 'main.go', line: 1, template: false }],
      ['ENABLE_MINUTE_STATS', null],
    ]),
  );
});

test('takes a template for what is loaded only where nothing else names the variable, and says that it is one', async () => {
  await put('config/config.example.js', 'a = process.env.A_B\nc = process.env.C_D\n');
  await put('src/app.js', 'x = process.env.A_B\n');
  expect(await mentionsIn(folder, ['A_B', 'C_D'])).toEqual(
    new Map([
      ['A_B', { file: join('src', 'app.js'), line: 1, template: false }],
      ['C_D', { file: join('config', 'config.example.js'), line: 2, template: true }],
    ]),
  );
});

test('takes neither comments nor documents nor packages nor longer names for a reader', async () => {
  await put('a.js', '// A_B\n/* A_B */\n * A_B\nx = process.env.MY_A_B + process.env.A_B_C\n');
  await put('a.py', '# A_B\n');
  await put('README.md', 'A_B\n');
  await put('.env.example', 'A_B=1\n');
  await put('docs/a.js', 'process.env.A_B\n');
  await put('node_modules/a/a.js', 'process.env.A_B\n');
  await put('.git/a.js', 'process.env.A_B\n');
  expect((await mentionsIn(folder, ['A_B'])).get('A_B')).toBeNull();
});

test('tells nothing from a folder without source, or from none', async () => {
  await put('README.md', 'A_B\n');
  await expect(mentionsIn(folder, ['A_B'])).rejects.toThrow('holds no source code');
  await expect(mentionsIn(join(folder, 'none'), ['A_B'])).rejects.toThrow('cannot be read: there is no such file');
});
