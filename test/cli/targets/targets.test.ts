import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorEnvelope } from '../../../src/lib/report/error-envelope.js';
import { runMeterInside } from '../../support/meter-inside.js';
import type { MeterResult } from '../../support/meter.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

const PASSWORD = 'S3cret-of-a-target';

let server: TestServer;
let home: string;

beforeAll(async () => {
  server = await startRedis(['--requirepass', PASSWORD]);
  home = await mkdtemp(join(tmpdir(), 'meter-targets-'));
  await mkdir(join(home, 'meter'));
  const client = server.client({ password: PASSWORD });
  for (let hour = 10; hour < 15; hour += 1)
    await client.hset(`usage:hourly:11111111-2222-4333-8444-555555555555:2024-05-06:${hour}`, { requests: 1 });
  client.disconnect();
});

afterAll(async () => {
  await server.stop();
  await rm(home, { recursive: true, force: true });
});

const configured = async (text: string, mode = 0o600): Promise<void> => {
  const path = join(home, 'meter', 'config.yaml');
  await writeFile(path, text);
  await chmod(path, mode);
};

const meter = (args: readonly string[], env: Record<string, string> = {}) =>
  runMeterInside(args, { env: { XDG_CONFIG_HOME: home, ...env } });

const targetOf = (result: MeterResult): object => result.json<{ target: object }>().target;

const prod = (more: string): string => `targets:\n  prod:\n    host: 127.0.0.1\n    port: ${server.port}\n${more}`;

describe('a target by its name', () => {
  test('is connected to, with the password of a variable, and named in the report', async () => {
    await configured(prod('    passwordEnv: RELAY_PASSWORD\n    role: production\n'));
    const result = await meter(['audit', '--target', 'prod', '--json'], { RELAY_PASSWORD: PASSWORD });
    expect(result.code).toBe(0);
    expect(targetOf(result)).toMatchObject({ name: 'prod', port: server.port, role: 'production' });
    expect(result.stdout).not.toContain(PASSWORD);
  });

  test('takes its password from a command', async () => {
    await configured(prod(`    passwordCommand: printf '%s\\n' '${PASSWORD}' other\n    name: relay-1\n`));
    const result = await meter(['audit', '--target', 'prod', '--json']);
    expect(result.code).toBe(0);
    expect(targetOf(result)).toMatchObject({ name: 'relay-1' });
  });

  test('may be an env file beside the configuration; a flag replaces a part of it', async () => {
    await writeFile(
      join(home, 'meter', 'relay.env'),
      `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nREDIS_PASSWORD=${PASSWORD}\n`,
    );
    await configured('targets: { relay: { envFile: relay.env, db: 1 } }\n');
    const own = await meter(['audit', '--target', 'relay', '--json']);
    expect(targetOf(own)).toMatchObject({ name: 'relay', db: 1 });
    const other = await meter(['audit', '--target', 'relay', '--db', '0', '--json']);
    expect(targetOf(other)).toMatchObject({ db: 0 });
  });
});

describe('a change', () => {
  const remove = ['prune', '--hourly', '--profile', 'claude-relay-service', '--yes', '--no-archive', '--no-state'];

  test('of production is agreed to by its name, wherever it is', async () => {
    await configured(prod('    passwordEnv: RELAY_PASSWORD\n    role: production\n'));
    const env = { RELAY_PASSWORD: PASSWORD };
    const refused = await meter([...remove, '--target', 'prod'], env);
    expect(refused).toMatchObject({ code: 4 });
    expect(refused.stderr).toContain('--confirm prod');
    const done = await meter([...remove, '--target', 'prod', '--confirm', 'prod', '--json'], env);
    expect(done).toMatchObject({ code: 0 });
    expect(done.json<{ data: object }>().data).toMatchObject({ changed: 5 });
  });
});

describe('is refused in a sentence', () => {
  const failure = async (args: readonly string[], env = {}): Promise<string> => {
    const result = await meter([...args, '--json'], env);
    expect(result.code).toBe(2);
    const { error } = result.json<ErrorEnvelope>();
    expect(`${error.message}${error.suggestions.join()}`).not.toContain(PASSWORD);
    return `${error.message} ${error.suggestions.join(' ')}`;
  };

  test('a name that the file does not have', async () => {
    await configured(prod(''));
    expect(await failure(['audit', '--target', 'prd'])).toContain('Did you mean prod?');
  });

  test('a flag that names another Redis', async () => {
    expect(await failure(['audit', '--target', 'prod', '--host', 'h'])).toContain('--target and --host both say where Redis is');
  });

  test.each([
    ['a password in it', '    password: S3cret-of-a-target\n', 'line 5, column 5: targets.prod has no member password'],
    ['two places', '    envFile: a.env\n', 'must have one of url, envFile, host, sentinel'],
    ['a role that there is none of', '    role: prod\n', 'line 5, column 11: targets.prod.role must be one of production'],
  ])('%s', async (_, more, reason) => {
    await configured(prod(more));
    expect(await failure(['audit', '--target', 'prod'])).toContain(reason);
  });

  test('an address with a password', async () => {
    await configured(`targets: { prod: { url: 'redis://u:${PASSWORD}@h:1' } }\n`);
    expect(await failure(['audit', '--target', 'prod'])).toContain('must hold no password');
  });

  test('a variable that is not set, and a command that fails or says nothing', async () => {
    await configured(prod('    passwordEnv: RELAY_PASSWORD\n'));
    expect(await failure(['audit', '--target', 'prod'])).toContain('RELAY_PASSWORD is not set');
    await configured(prod('    passwordCommand: exit 3\n'));
    expect(await failure(['audit', '--target', 'prod'])).toContain('ended with exit code 3');
    await configured(prod('    passwordCommand: "true"\n'));
    expect(await failure(['audit', '--target', 'prod'])).toContain('printed no password');
  });

  test('a file that others can write, and one that is not there', async () => {
    await configured(prod(''), 0o666);
    expect(await failure(['audit', '--target', 'prod'])).toContain('chmod go-w');
    expect(await failure(['audit', '--target', 'prod'], { XDG_CONFIG_HOME: join(home, 'none') })).toContain('no such file');
  });
});
