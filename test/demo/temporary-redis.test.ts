import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findServerProgram, startTemporaryRedis } from '../../src/lib/demo/temporary-redis.js';
import { startRedis } from '../support/redis-server.js';
import { pathOf, SERVER } from '../support/server-program.js';
import { exists, listens, until } from '../support/waiting.js';

const BUILT = new URL('../../dist/lib/demo/temporary-redis.js', import.meta.url).href;

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-programs-'));
  program = await pathOf(SERVER);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function folderOf(port: number): Promise<string> {
  const client = new Redis({ host: '127.0.0.1', port });
  const [, dir] = (await client.config('GET', 'dir')) as string[];
  client.disconnect();
  return dir!;
}

describe('findServerProgram', () => {
  it('takes redis-server before valkey-server, whichever folder comes first, and nothing that cannot be run', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    for (const path of [first, second]) await mkdir(path);
    const search = `${first}::${second}`;
    await writeFile(join(second, 'redis-server'), '', { mode: 0o644 });
    expect(await findServerProgram(search)).toBe(null);
    await symlink(program, join(first, 'valkey-server'));
    expect(await findServerProgram(search)).toBe(join(first, 'valkey-server'));
    await rm(join(second, 'redis-server'));
    await symlink(program, join(second, 'redis-server'));
    expect(await findServerProgram(search)).toBe(join(second, 'redis-server'));
  });

  it('finds nothing on an empty path', async () => {
    expect(await findServerProgram('')).toBe(null);
  });
});

describe('startTemporaryRedis', () => {
  it('is ready when it resolves, and leaves nothing behind when it is stopped', async () => {
    const server = await startTemporaryRedis(program);
    const dir = await folderOf(server.port);
    expect(dirname(dir)).toBe(tmpdir());
    await server.stop();
    await server.ended;
    expect(await listens(server.port)).toBe(false);
    expect(await exists(dir)).toBe(false);
  });

  it('tells that the server has ended by itself', async () => {
    const server = await startTemporaryRedis(program);
    const client = new Redis({ host: '127.0.0.1', port: server.port, retryStrategy: () => null });
    client.on('error', () => {});
    client.call('SHUTDOWN', 'NOSAVE').catch(() => {});
    await server.ended;
    await server.stop();
    expect(await listens(server.port)).toBe(false);
  });

  it('fails with the reason when the server does not start', async () => {
    const broken = join(folder, 'broken-server');
    await writeFile(broken, '#!/bin/sh\necho starting\necho "no memory left"\nexit 3\n', { mode: 0o755 });
    await expect(startTemporaryRedis(broken)).rejects.toThrow('the server did not start: no memory left');
  });

  it('takes another port where the first is in use', async () => {
    const other = await startRedis();
    const [wrapper, calls] = [join(folder, 'unlucky-server'), join(folder, 'calls')];
    // The first time it is sent to a port that is in use.
    const unlucky = `exec ${program} "$@" --port ${other.port}`;
    await writeFile(
      wrapper,
      `#!/bin/sh\necho "$2" >>${calls}\n[ $(wc -l <${calls}) -gt 1 ] || ${unlucky}\nexec ${program} "$@"\n`,
      {
        mode: 0o755,
      },
    );
    const server = await startTemporaryRedis(wrapper);
    const ports = (await readFile(calls, 'utf8')).trim().split('\n').map(Number);
    expect(ports).toHaveLength(2);
    expect(ports[1]).toBe(server.port);
    expect(await listens(server.port)).toBe(true);
    await Promise.all([server.stop(), other.stop()]);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('ends the server and removes its folder after %s of its owner', async (signal) => {
    const script = `const { startTemporaryRedis } = await import(${JSON.stringify(BUILT)});
      const { port } = await startTemporaryRedis(${JSON.stringify(program)});
      console.log(port);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const port = Number(line);
    const dir = await folderOf(port);
    owner.kill(signal);
    await until(async () => !(await listens(port)));
    await until(async () => !(await exists(dir)));
  });
});
