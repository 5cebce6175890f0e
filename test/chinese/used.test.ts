/** Entries of the catalogues that nothing shows would be translated for nobody. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { en } from '../../src/lib/report/messages/en.js';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** What sources outside the catalogues take from something, and codes, which they write in quotes or as names of members. */
async function wordsOfSources(): Promise<Set<string>> {
  const names = (await readdir(SOURCES, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/report\/messages\/(?:en|zh-CN)[./]/.test(name) && !name.endsWith('zh-CN.ts'),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(SOURCES, name), 'utf8')));
  return new Set(
    texts.flatMap((text) =>
      Array.from(text.matchAll(/(?:\.|[{,(]\s*)(\w+)|'([\w -]+)'|^\s*(\w+)\??[:(]/gm), (found) => found.slice(1)).flat(),
    ),
  );
}

function* entries(value: object, path: string): Generator<[path: string, name: string]> {
  for (const [name, entry] of Object.entries(value)) {
    yield [`${path}.${name}`, name];
    if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) yield* entries(entry as object, `${path}.${name}`);
  }
}

test('every entry of the catalogues is named by a source', async () => {
  const words = await wordsOfSources();
  expect([...entries(en, 'en')].flatMap(([path, name]) => (words.has(name) ? [] : [path]))).toEqual([]);
});
