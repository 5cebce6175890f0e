import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { billOf } from '../../src/lib/estimate/billing/bill.js';
import { readProviderFile } from '../../src/lib/estimate/billing/provider-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-provider-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string): ReturnType<typeof readProviderFile> {
  const file = join(folder, 'own.yaml');
  await writeFile(file, text);
  return readProviderFile(file);
}

test('a price list of one own says what it must, the rest is usual', async () => {
  const provider = await read(`
id: own
title: Our Redis
metering: { scriptCalls: with-the-script, free: [multi, EXEC], writesCount: 3 }
plans:
  - { id: basic, title: Basic, monthly: 5, included: 1000000, perMillion: 4 }
  - { id: flat, title: Flat, monthly: 30, dataBytes: 1e9 }
`);
  expect(provider).toMatchObject({
    id: 'own',
    metering: { unit: 'command', scriptCalls: 'with-the-script', free: ['MULTI', 'EXEC'], writesCount: 3, atLeast: false },
    asOf: null,
    source: 'a price list of your own',
  });
  const [basic, flat] = provider.plans;
  expect(billOf(basic!, 100_000, null).monthlyCost).toBe(5 + 2 * 4);
  expect(billOf(flat!, 100_000, 2e9)).toMatchObject({ monthlyCost: 30, fits: false, tooMuch: 'data' });
});

test('a provider that charges for no command needs no more than a plan', async () => {
  expect(await read('{ id: box, title: A box, plans: [{ id: vm, title: a machine, monthly: 7 }] }')).toMatchObject({
    metering: null,
  });
});

test.each([
  ['id: x\n  y: [', 'line 1, column 5: '],
  ['id: own\ntitle: Own\nplans: []\n', 'line 3, column 8: plans '],
  [
    'id: Own Plan\ntitle: Own\nplans: [{ id: a, title: A }]\n',
    'line 1, column 5: id is wrong: lower-case letters, digits and hyphens.',
  ],
  ['id: own\ntitle: Own\nplans: [{ id: a, title: A, monthly: -1 }]\n', 'line 3, column 37: plans[0].monthly '],
  ['id: own\ntitle: Own\nplan: []\nplans: [{ id: a, title: A }]\n', 'line 3, column 1: the provider has no member plan.'],
  ['id: own\ntitle: Own\nasOf: yesterday\nplans: [{ id: a, title: A }]\n', 'line 3, column 7: asOf '],
  ['a: *b\n', 'line 1, column 4: '],
  ['', 'line 1, column 1: the provider '],
])('%j is refused in a sentence', async (text, reason) => {
  const failure = await read(text).catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 2, code: 'usage' });
  expect(String(failure)).toContain(reason);
  expect(String(failure)).toMatch(/\.$/);
});

test('a file that is not there is named', async () => {
  await expect(readProviderFile(join(folder, 'none.yaml'))).rejects.toThrow('none.yaml cannot be read: there is no such file.');
});
