import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as source from '../../src/lib/limiter/index.js';

const FOLDERS = ['limiter', 'client'].map((name) => fileURLToPath(new URL(`../../src/lib/${name}/`, import.meta.url)));
const IMPORTED = /^(?:import|export)\b[^']*\bfrom '([^']+)'/gm;

test('the import redis-meter/limiter is this library', async () => {
  // A name in a variable, as the package is itself no dependency of the tests.
  const name = 'redis-meter/limiter';
  const imported = (await import(name)) as typeof source;
  expect(Object.keys(imported).toSorted()).toEqual(Object.keys(source).toSorted());
  expect(imported.listLog({ limit: 1, windowMs: 1_000 }).algorithm).toBe('listLog');
});

test('it imports only files of its own, those of clients, and what Node has', async () => {
  const outside: string[] = [];
  const known = new Set<string>();
  const read = async (path: string): Promise<void> => {
    if (known.has(path)) return;
    known.add(path);
    for (const [, specifier = ''] of (await readFile(path, 'utf8')).matchAll(IMPORTED)) {
      const imported = join(path, '..', specifier).replace(/\.js$/, '.ts');
      const isOwn = specifier.startsWith('.') && FOLDERS.some((folder) => imported.startsWith(folder));
      if (isOwn) await read(imported);
      else if (!specifier.startsWith('node:')) outside.push(`${path}: ${specifier}`);
    }
  };
  await read(join(FOLDERS[0]!, 'index.ts'));
  expect(outside).toEqual([]);
  expect(known.size).toBeGreaterThan(30);
});
