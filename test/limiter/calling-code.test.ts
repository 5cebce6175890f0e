import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALGORITHMS, CODE_LANGUAGES, scriptText, scriptWithCode } from '../../src/lib/limiter/index.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverTime } from '../support/server-clock.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = await Promise.all([startRedis(), mkdtemp(join(tmpdir(), 'meter-code-'))]);
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Checked {
  allowed: boolean;
  used: number;
  remaining: number;
  retryAfter: number;
  resetAt: number;
}
type Check = (redis: Redis, key: string, options: Record<string, number>) => Promise<Checked>;

test.each(ALGORITHMS)('the module of %s for Node limits', async (algorithm) => {
  const file = join(folder, `${algorithm}.mjs`);
  await writeFile(file, scriptWithCode(algorithm, 'node'));
  const { check } = (await import(file)) as { check: Check };
  const redis = server.client();
  const options = { limit: 3, windowMs: 60_000, burst: 3, utcOffsetMs: 28_800_000 };
  const answers: boolean[] = [];
  for (let request = 0; request < 4; request++) {
    if (request === 2) await redis.script('FLUSH');
    answers.push((await check(redis, algorithm, options)).allowed);
  }
  expect(answers).toEqual([true, true, true, false]);
  const denied = await check(redis, algorithm, options);
  expect(denied).toMatchObject({ used: 3, remaining: 0 });
  expect(denied.retryAfter).toBeGreaterThan(0);
  expect(denied.resetAt).toBeGreaterThan(await serverTime(redis));
});

test('the modules for Python are Python', async (context) => {
  const python = await promisify(execFile)('python3', ['--version']).catch(() => null);
  context.skip(!python, 'there is no python3');
  const files = await Promise.all(
    ALGORITHMS.map(async (algorithm) => {
      const file = join(folder, `${algorithm}.py`);
      await writeFile(file, scriptWithCode(algorithm, 'python'));
      return file;
    }),
  );
  await promisify(execFile)('python3', ['-m', 'py_compile', ...files]);
});

test.each(ALGORITHMS)('every language has the script of %s as it runs', (algorithm) => {
  const text = scriptText([algorithm]);
  for (const language of CODE_LANGUAGES) expect(scriptWithCode(algorithm, language)).toContain(text);
  // What would end or change the text between the quotes of one of these languages.
  expect(text).not.toMatch(/[`\\]|\$\{|"""/);
  expect(scriptWithCode(algorithm, 'lua')).toBe(text);
  expect(text).toContain(`algorithms.${algorithm} = {`);
});
