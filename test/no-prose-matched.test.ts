import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LIB = fileURLToPath(new URL('../src/lib', import.meta.url));
/** A text is asked for words of a sentence: a word with a space, or `nothing`. */
const WORDS = /\.(?:startsWith|endsWith|includes|indexOf|match|test)\(\s*['"`/^]+(?:[nN]othing\b|[A-Za-z][A-Za-z-]* )/;
/** A regular expression that looks for commands in a sentence. */
const COMMANDS = /\(\?:(?:meter|redis-cli)\||\bmeter \(\?:/;
/** Sentences are made in one place, and people are asked in the other. */
const ALLOWED = /^(?:report\/messages|cli)\//;
/** zod has no codes for the messages of its own checks. */
const KNOWN: readonly string[] = ['files/yaml-file.ts'];

const matches = (line: string): boolean => WORDS.test(line) || COMMANDS.test(line);

test.each([
  ["breaks.filter((text) => !text.startsWith('Nothing'))", true],
  ["findings.some(({ fix }) => fix.startsWith('meter '))", true],
  ['const COMMAND = /^(?:meter|redis-cli) /;', true],
  ["pattern.startsWith('meter:')", false],
  ["reply.message.startsWith('NOPERM')", false],
])('the rule sees %s', (line, isSeen) => {
  expect(matches(line)).toBe(isSeen);
});

test('nothing is decided by the words of a sentence', async () => {
  const found: string[] = [];
  for (const name of await readdir(LIB, { recursive: true })) {
    if (!name.endsWith('.ts') || ALLOWED.test(name) || KNOWN.includes(name)) continue;
    const lines = (await readFile(join(LIB, name), 'utf8')).split('\n');
    for (const line of lines) if (matches(line)) found.push(`${name}: ${line.trim()}`);
  }
  expect(found).toEqual([]);
});
