import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
/** Each element becomes an argument on the stack, which overflows at some 100,000 of them. */
const SPREAD = /\b(?:push|unshift|splice|max|min|fromCharCode|fromCodePoint)\((?:[^(){}]*,\s*)?\.\.\./;

test('no array is spread into the arguments of a call that takes any number of them', async () => {
  const found: string[] = [];
  for (const name of await readdir(SRC, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const lines = (await readFile(join(SRC, name), 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) if (SPREAD.test(line)) found.push(`${name}:${index + 1} ${line.trim()}`);
  }
  expect(found).toEqual([]);
});
