/** YAML of others: profiles and price lists that were made to break whoever reads them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { readProviderFile } from '../../src/lib/estimate/billing/provider-file.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { runMeterInside } from '../support/meter-inside.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-yaml-'));
});
afterAll(() => rm(folder, { recursive: true }));

const LAUGHS = [
  'a: &a [x,x,x,x,x,x,x,x]',
  ...['b', 'c', 'd', 'e', 'f'].map((name, at) => `${name}: &${name} [${Array(8).fill(`*${'abcde'[at]}`).join()}]`),
];

const BOMBS: Record<string, string> = {
  'nested lists': '['.repeat(50_000) + ']'.repeat(50_000),
  'nested mappings': '{a: '.repeat(50_000),
  'nested blocks': Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'nested entries': '- '.repeat(50_000),
  'aliases without end': `${LAUGHS.join('\n')}\n`,
  'an alias to itself': 'a: &a [*a]\n',
  'a prototype': '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n',
  'tags of other languages': 'name: !!js/function "x"\ntitle: !!binary "////"\n',
  'a huge number': `name: ${'9'.repeat(50_000)}\nversions: 1e999\n`,
  'a text without end': `"${'a'.repeat(100_000)}`,
  'many documents': '---\na: 1\n'.repeat(500),
  'many members': Array.from({ length: 50_000 }, (_, number) => `a${number}: 1`).join('\n'),
  'many anchors': Array.from({ length: 20_000 }, (_, number) => `a${number}: &a${number} 1`).join('\n'),
};

async function outcomes(text: string): Promise<unknown[]> {
  const path = join(folder, 'bomb.yaml');
  await writeFile(path, text);
  return Promise.all([loadProfile, readProviderFile].map((read) => read(path).catch((error: unknown) => error)));
}

test.each(Object.entries(BOMBS))('%s: refused as a profile and as a price list', async (_, text) => {
  for (const outcome of await outcomes(text)) expect(outcome).toBeInstanceOf(MeterError);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('depth is told with its place, exit 2', async () => {
  const path = join(folder, 'deep.yaml');
  await writeFile(path, `name: x\ntitle: ${'['.repeat(500)}`);
  const { code, stderr } = await runMeterInside(['profile', 'check', path]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/deep\.yaml, line 2, column \d+: collections are nested more than 64 deep\./);
});

test('any text is a profile, a price list or refused', async () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!!str ',
    '"',
    "'",
    '#',
    '|',
    '>',
    '? ',
    '<<',
    '\t',
    '\0',
    '---',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      for (const outcome of await outcomes(pieces.join('')))
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(MeterError);
    }),
    { numRuns: Number(process.env['METER_FUZZ_CASES'] ?? 100) },
  );
});
