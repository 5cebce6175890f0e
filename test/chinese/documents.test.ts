/** What docs/zh-CN says is Chinese is Chinese, and nothing else. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

test('the list of commands is that of the commands with Chinese reports', async () => {
  const names = (await readdir(join(ROOT, 'src/commands'), { recursive: true })).filter((name) => name.endsWith('.ts'));
  const commands: string[] = [];
  for (const name of names)
    if ((await read(`src/commands/${name}`)).includes('reportsIn = LANGUAGES'))
      commands.push(
        `meter ${name
          .replace(/\.ts$/, '')
          .replace(/\/index$/, '')
          .replace('/', ' ')}`,
      );
  const listed = Array.from((await read('docs/zh-CN/README.md')).matchAll(/^\| `(meter [a-z ]+)`/gm), ([, command]) => command);
  expect(new Set(listed)).toEqual(new Set(commands));
});

test('the glossaries link to each other', async () => {
  expect(await read('docs/glossary.md')).toContain('(zh-CN/glossary.md)');
  expect(await read('docs/zh-CN/glossary.md')).toContain('(../glossary.md)');
});
