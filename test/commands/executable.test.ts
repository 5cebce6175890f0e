/** The executable itself, as the PATH finds it: not through a `node` of our own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertMatchesSchema } from '../support/schema.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

let folder: string;
let meter: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter bin-'));
  meter = join(folder, 'meter');
  await symlink(BIN, meter);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => start(meter, args);

const start = (
  program: string,
  args: readonly string[],
): Promise<{ code: number | string | undefined; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const { REDIS_URL: _, ...env } = process.env;
    execFile(program, args, { env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });

test.each([[['--env-file', '/nonexistent/relay.env']], [['--env-file=/nonexistent/relay.env']]])(
  'a settings file that is not there is our own usage error: %j',
  async (flags) => {
    const text = await run('audit', ...flags);
    expect(text).toMatchObject({ code: 2, stdout: '' });
    expect(text.stderr).toMatch(/^meter: The file \/nonexistent\/relay\.env cannot be read: there is no such file\.\n {2}\S/);
    const json = await run('audit', ...flags, '--json');
    expect(json).toMatchObject({ code: 2, stderr: '' });
    const envelope: unknown = JSON.parse(json.stdout);
    await assertMatchesSchema('error', envelope);
    expect(envelope).toMatchObject({ command: 'audit', ok: false, error: { code: 'usage' } });
  },
);

describe('a settings file with NODE_OPTIONS in it', () => {
  let env: string;
  let trace: string;
  beforeAll(async () => {
    [env, trace] = [join(folder, '.env'), join(folder, 'ran')];
    await writeFile(join(folder, 'code.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');`);
    const options = `--require ${JSON.stringify(join(folder, 'code.cjs'))}`;
    await writeFile(env, `NODE_OPTIONS='${options}'\nMETER_DEBUG=1\nNO_COLOR=1\nPORT=3000\n`);
  });

  test.each([
    ['by its name', [], (path: string) => ['--env-file', path]],
    ['by node, with -- behind the script', [process.execPath, BIN, '--'], (path: string) => [`--env-file=${path}`]],
  ])('is read by meter alone when started %s', async (_, [program = meter, ...before], flags) => {
    const { code, stderr } = await start(program, [...before, 'audit', ...flags(env)]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`${env} does not say where Redis is.`) });
    expect(existsSync(trace)).toBe(false);
  });

  test.each(['--env-file', '--env-file-if-exists'])('is refused when Node has read it by %s', async (flag) => {
    const { code, stdout } = await start(process.execPath, [BIN, 'audit', `${flag}=${env}`, '--json']);
    expect({ code, told: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 2,
      told: { ok: false, error: { code: 'usage', message: expect.stringContaining('Node itself reads the file') } },
    });
  });
});

test('arguments arrive as they were given', async () => {
  const { code, stderr } = await run('audit', '--host', `it's $HOME "*"`, '--', '');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^meter: /);
  expect((await run('--version')).stdout).toMatch(/^redis-meter\//);
});

test('a signal reaches the tool, not a shell before it', async () => {
  const listener = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const child = spawn(meter, ['audit', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  await once(listener, 'connection');
  child.kill('SIGINT');
  const [interrupted] = (await once(child, 'exit')) as [number | null];
  expect(interrupted).toBe(130);
  await new Promise((resolve) => listener.close(resolve));
});
