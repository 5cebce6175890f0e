/** The package as it is published: packed, installed in an empty project, imported with Node and compiled against with TypeScript. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);

interface Manifest {
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
}

let folder: string;
let tarball: string;
let app: string;
let manifest: Manifest;

/** Runs a module in the project. */
const node = async (...args: string[]): Promise<string> => (await run(process.execPath, args, { cwd: app })).stdout;
const module = (text: string): Promise<string> => node('--input-type=module', '--eval', text);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-package-test-'));
  // What is packed was built by the set-up of the tests.
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: ROOT });
  tarball = join(folder, (await readdir(folder))[0]!);
  app = join(folder, 'app');
  const own = join(app, 'node_modules', 'redis-meter');
  await mkdir(own, { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components', '1', '-C', own]);
  await writeFile(join(app, 'package.json'), JSON.stringify({ type: 'module' }));
  manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as Manifest;
});
afterAll(() => rm(folder, { recursive: true }));

test('the limiter needs no other package', async () => {
  const printed = await module(`
    import { createLimiter, functionClient, gcra } from 'redis-meter/limiter';
    const client = functionClient(() => Promise.reject(new Error('no server')));
    const limiter = createLimiter({ client, rules: gcra({ limit: 1, windowMs: 1_000 }), onError: 'open' });
    const { allowed, source } = await limiter.check('user');
    process.stdout.write(JSON.stringify([allowed, source]));
  `);
  expect(JSON.parse(printed)).toEqual([true, 'failure']);
});

/** As an installation has them. `more`: what a user of the libraries has, too. */
async function link(more: readonly string[]): Promise<void> {
  for (const name of [...Object.keys(manifest.dependencies), ...more]) {
    const place = join(app, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), place);
  }
}

const SAMPLE = `
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { auditServer, MeterError, type AuditReport } from 'redis-meter';
import { defineProfile, loadProfile } from 'redis-meter/profiles';
import { renderText, auditDocument } from 'redis-meter/render';
import { createLimiter, ioredisClient, nodeRedisClient, slidingWindow, type Answer, type LimiterClient } from 'redis-meter/limiter';
import { createRecorder, RecorderError, type Recorder, type RedisClient } from 'redis-meter/recorder';
import { TokenUsageRepository } from 'redis-meter/token-usage';

const client: LimiterClient & RedisClient = ioredisClient(new Redis());
const limiter = createLimiter({ client, rules: slidingWindow({ limit: 20, windowMs: 1_000 }), onError: 'closed' });
export const answer: Promise<Answer> = limiter.check('user', { cost: 2 });
export const recorder: Promise<Recorder> = createRecorder({ client: nodeRedisClient(createClient()), mode: 'buffered' });
export const tokens = new TokenUsageRepository({ client });
export const report: Promise<{ data: AuditReport }> = auditServer({ url: 'redis://127.0.0.1' });
export const functions = [defineProfile, loadProfile, renderText, auditDocument];
export const failures = [MeterError, RecorderError];
// @ts-expect-error A window is a number of ms.
slidingWindow({ limit: 20, windowMs: 'a second' });
`;

test('every import works with Node, and TypeScript finds its types', async () => {
  await link(['redis', '@types/node']);
  const names = Object.keys(manifest.exports).filter((name) => !name.includes('*'));
  const imported = await module(`
    for (const name of ${JSON.stringify(names)}) {
      const all = await import('redis-meter' + name.slice(1));
      if (Object.keys(all).length === 0) throw new Error(name);
    }
    const schema = await import('redis-meter/schemas/audit.json', { with: { type: 'json' } });
    process.stdout.write(schema.default.$schema);
  `);
  expect([names.length, imported]).toEqual([6, expect.stringContaining('json-schema.org')]);

  await writeFile(join(app, 'sample.ts'), SAMPLE);
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['sample.ts'] }));
  const complaints = await node(join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.').catch(
    (error: { stdout: string }) => error.stdout,
  );
  expect(complaints).toBe('');
});

test('the program runs where it is installed', async () => {
  const { stdout } = await run(join(app, 'node_modules', 'redis-meter', 'bin', 'run.js'), ['--version'], { cwd: app });
  expect(stdout).toMatch(/^redis-meter\/\d/);
});

test('it has what it names, and nothing else', async () => {
  const bytes = await readFile(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer as ArrayBuffer }, strict: true });
  const found = messages
    // The first line is for a shell, which starts Node so that it takes no flag of the program for its own.
    .filter(({ code, path }) => code !== 'BIN_FILE_NOT_EXECUTABLE' || path.join('.') !== 'bin.meter')
    .map((message) => formatMessage(message, pkg, { color: false }));
  expect(found).toEqual([]);
  const files = await readdir(join(app, 'node_modules', 'redis-meter'), { recursive: true });
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'README.zh-CN.md', 'oclif.manifest.json', join('dist', 'lib', 'index.d.ts')]),
  );
  expect(files.filter((name) => /^(?:src|test|bench|docs)\b|(?<!\.d)\.ts$|\.map$|buildinfo/.test(name))).toEqual([]);
});
