import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as source from '../../src/lib/limiter/index.js';

const FOLDER = fileURLToPath(new URL('../../src/lib/limiter', import.meta.url));
const IMPORTED = /^(?:import|export)\b[^']*\bfrom '([^']+)'/gm;

test('the import redis-meter/limiter is this library', async () => {
  // A name in a variable, as the package is itself no dependency of the tests.
  const name = 'redis-meter/limiter';
  const imported = (await import(name)) as typeof source;
  expect(Object.keys(imported).toSorted()).toEqual(Object.keys(source).toSorted());
  expect(imported.listLog({ limit: 1, windowMs: 1_000 }).algorithm).toBe('listLog');
});

test('it imports only its own files and what Node has', async () => {
  const outside: string[] = [];
  for (const name of await readdir(FOLDER, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    for (const [, specifier = ''] of (await readFile(join(FOLDER, name), 'utf8')).matchAll(IMPORTED)) {
      const isOwn = specifier.startsWith('.') && !join(name, '..', specifier).startsWith('..');
      if (!isOwn && !specifier.startsWith('node:')) outside.push(`${name}: ${specifier}`);
    }
  }
  expect(outside).toEqual([]);
});
