/** What is said of applications, releases, offsets, clocks and switches stands in one module; others only print it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { readingsOf } from '../../src/lib/recognise/switch-reading.js';
import * as words from '../../src/lib/recognise/words.js';

const LIB = fileURLToPath(new URL('../../src/lib/', import.meta.url));

async function sources(): Promise<Map<string, string>> {
  const names = (await readdir(LIB, { recursive: true })).filter((name) => name.endsWith('.ts'));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(LIB, name), 'utf8')] as const)));
}

/** Those that may speak of it: the module itself, the sentences of a language, and data. */
const OWN = /^recognise\/words\.ts$|^report\/messages\/|^profile\/builtin\/|^demo\//;

/** Beginnings of the sentences. */
const SENTENCES = [
  /none recognised/,
  /offset (?:assumed|found|given by|from the relay|as before)/,
  /the data do not show/i,
  /only documents name it|releases .* read it|every release reads it|the source does not name it/,
  /compared with \$\{/,
  /upgraded from \$\{/,
  /not judged: it depends on the release/,
  /UTC\$\{/,
];

/** Figures that are shown through the module alone: on the same line as one of its functions, or on one beside it. */
const SHOWN = /\b(?:utcOffset|offsetFrom|upTo|upgradedFrom)\b/;

test('no other module has a sentence about them', async () => {
  for (const [name, text] of await sources()) {
    if (OWN.test(name)) continue;
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const said = SENTENCES.filter((sentence) => sentence.test(code)).map(String);
    expect([name, said]).toEqual([name, []]);
  }
});

test('renderers give what they know of them to the module, and print what it answers', async () => {
  // The catalogues name the functions of the module `recognise.…`.
  const functions = new RegExp(String.raw`\b(?:${Object.keys(words).join('|')}|recognise\.\w+)\b`);
  for (const [name, text] of await sources()) {
    if (!name.startsWith('report/') || name.startsWith('report/messages/') || /(?:model|metrics)\.ts$/.test(name)) continue;
    const lines = text.split('\n');
    const astray = lines.filter(
      (line, at) => SHOWN.test(line) && !functions.test(lines.slice(Math.max(0, at - 2), at + 2).join('\n')),
    );
    expect([name, astray]).toEqual([name, []]);
  }
});

test('the same is said of a switch whoever asks, with the release named and without', async () => {
  const relay = (await builtinProfile('claude-relay-service'))!;
  const reads = (from: string | null): Record<string, boolean | null> =>
    Object.fromEntries([...readingsOf(relay, { from, to: from })].map(([env, reading]) => [env, reading.reads]));
  expect(reads(null)).toMatchObject({
    ENABLE_HOURLY_STATS: false,
    ENABLE_USAGE_STATISTICS: null,
    BILLING_EVENTS_ENABLED: null,
    ACCOUNT_TEST_SCHEDULER_ENABLED: null,
    CLEANUP_INTERVAL: true,
  });
  expect(reads('1.1.314')).toMatchObject({
    ENABLE_USAGE_STATISTICS: false,
    BILLING_EVENTS_ENABLED: true,
    ACCOUNT_TEST_SCHEDULER_ENABLED: true,
  });
});
