import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeOutputPieces } from '../../../src/lib/cli/base/output.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-output-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a report that cannot be made is not called a file that cannot be written, and leaves no file', async () => {
  const failure = Object.assign(new Error('a module is missing'), { code: 'ERR_MODULE_NOT_FOUND' });
  function* pieces(): Generator<string> {
    yield 'begun';
    throw failure;
  }
  await expect(writeOutputPieces(join(folder, 'a.txt'), pieces())).rejects.toBe(failure);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that does not exist is named as the reason', async () => {
  await expect(writeOutputPieces(join(folder, 'none', 'a.txt'), ['text'])).rejects.toMatchObject({
    code: 'output',
    message: expect.stringContaining('there is no such folder') as string,
  });
});
