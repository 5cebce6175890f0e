import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSED_PORT } from '../support/closed-port.js';
import { auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startRedis(['--requirepass', 'right-and-proper', '--unixsocket', 'redis.sock'], {
    client: { password: 'right-and-proper' },
  });
  await server.client({ db: 2 }).set('session:one', 'x', 'EX', 600);
  folder = await mkdtemp(join(tmpdir(), 'meter-target-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('without a target', () => {
  test('exit 2, and every way to give one is named', async () => {
    const { stdout, stderr, code } = await runMeterInside(['audit']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    for (const way of ['REDIS_URL', '--url', '--host', '--port', '--ask-password', '--env-file', '--sentinel', 'unix://']) {
      expect(stderr).toContain(way);
    }
  });

  test('as JSON, in the envelope of failures', async () => {
    const result = await runMeterInside(['audit', '--json']);
    expect(result.code).toBe(2);
    await assertMatchesSchema('error', result.json());
  });
});

describe('each way to name a server', () => {
  const PASSWORD = 'right-and-proper';
  const envFile = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  test('reaches the same database', async () => {
    const { port, dir } = server;
    const url = `redis://:${PASSWORD}@127.0.0.1:${port}/2`;
    const relay = await envFile(
      'relay.env',
      `REDIS_HOST=127.0.0.1\nREDIS_PORT=${port}\nREDIS_PASSWORD=${PASSWORD}\nREDIS_DB=2\n`,
    );
    const gateway = await envFile('gateway.env', `REDIS_CONN_STRING=${url}\n`);
    const ways: [string[], Record<string, string>?][] = [
      [['-u', url]],
      [[], { REDIS_URL: url }],
      [['--host', '127.0.0.1', '-p', String(port), '--password', PASSWORD, '--db', '2']],
      [['--port', String(port), '--user', 'default', '-a', PASSWORD, '-n', '2']],
      [['--env-file', relay]],
      [['--env-file', gateway]],
      [['-u', `unix://${dir}/redis.sock?db=2`, '--password', PASSWORD]],
    ];
    await Promise.all(
      ways.map(async ([args, env = {}]) => {
        const { data, code } = await auditInside(args, { env });
        expect({ code, keys: data.keys, args }).toEqual({ code: 0, keys: 1, args });
      }),
    );
  });

  test('flags that give an address take no password from REDIS_URL', async () => {
    const env = { REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${server.port}/2` };
    const { stderr, code } = await runMeterInside(['audit', '--port', String(server.port)], { env });
    expect(code).toBe(5);
    expect(stderr).toContain('asks for a password');
  });
});

describe('what cannot be reached', () => {
  test.each([
    ['refused', async () => `redis://127.0.0.1:${CLOSED_PORT}`, /Nothing accepts connections/],
    ['unknown name', async () => 'redis://no-such-host.invalid', /not be resolved/],
    ['REST address', async () => 'https://example.upstash.io', /HTTP \(REST\) address/],
    ['TLS to a plain server', async () => `rediss://127.0.0.1:${server.port}`, /TLS handshake/],
  ])('%s: exit 5, one sentence and the next step', async (_, url, why) => {
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', await url(), '--timeout', '2s']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toMatch(why);
    expect(stderr.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2);
    expect(stderr).not.toMatch(/\bat .*\.js:\d/);
  });
});

/** Long enough that no word of an ordinary message is one by chance. */
const password = fc
  .array(fc.constantFrom(...Array.from('abcXYZ019-_.~!$&\'()*+,;=:@/?#[]% "\\é漢')), { minLength: 14, maxLength: 24 })
  .map((characters) => `q9${characters.join('')}Z8`);

function expectSecret({ stdout, stderr }: MeterResult, secret: string): void {
  const output = stdout + stderr;
  for (const form of [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)]) {
    expect(output).not.toContain(form);
  }
  // Nor a part of it that is long enough to help.
  for (let at = 0; at + 10 <= secret.length; at++) expect(output).not.toContain(secret.slice(at, at + 10));
}

describe('a password is in no output', () => {
  test('whatever it is, and however it is given', async () => {
    await fc.assert(
      fc.asyncProperty(password, async (secret) => {
        const at = `127.0.0.1:${server.port}`;
        const encoded = encodeURIComponent(secret);
        const file = join(folder, `${Math.random()}.env`);
        await writeFile(
          file,
          `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nREDIS_PASSWORD='${secret.replaceAll("'", '')}'\n`,
        );
        const ways: [string[], Record<string, string>][] = [
          [['-u', `redis://:${encoded}@${at}`], {}],
          [['--json'], { REDIS_URL: `redis://someone:${encoded}@${at}`, METER_DEBUG: '1' }],
          [['-u', `redis://:${secret}@${at}`], {}],
          [['-u', `redis://${at}/?password=${secret}`, '--no-such-flag'], {}],
          [['--port', String(server.port), `--password=${secret}`, '--json'], {}],
          [['--env-file', file], {}],
        ];
        const results = await Promise.all(ways.map(([args, env]) => runMeterInside(['audit', ...args], { env })));
        for (const result of results) {
          expect(result.code).not.toBe(0);
          expectSecret(result, secret);
        }
        for (const index of [0, 1, 4, 5]) expect(results[index]?.code).toBe(5);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 60_000);

  test('the right one neither', async () => {
    const { stdout, stderr, code } = await runMeterInside([
      'audit',
      '-u',
      `redis://:right-and-proper@127.0.0.1:${server.port}/2`,
      '--show-ids',
    ]);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('right-and-proper');
  });
});
