import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXIT, MeterError } from '../../src/lib/format/errors.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { openSession, type Session } from '../../src/lib/redis/topology.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { makeCertificates, type TestCertificates } from '../support/certificates.js';
import { startFake, startParrot } from '../support/fake-server.js';
import { array, bulk, integer, on, startHostile } from '../support/hostile-server.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const PASSWORD = 'pä ss/w@rd#s3cret';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

function later<T extends { stop(): unknown }>(server: T): T {
  cleanUp.push(() => server.stop());
  return server;
}

async function connect(inputs: TargetInputs, signal?: AbortSignal): Promise<Session> {
  const session = await openSession(await resolveTarget(inputs, {}), { guard: readOnlyGuard(), ledger: openLedger(), signal });
  cleanUp.push(() => session.close());
  return session;
}

/** The error of a connection, which must be told in time and without the password. */
async function failure(inputs: TargetInputs, signal?: AbortSignal): Promise<MeterError> {
  const start = performance.now();
  const error = await connect(inputs, signal).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(error).toBeInstanceOf(MeterError);
  expect(inspect(error, { depth: 9 })).not.toContain('s3cret');
  const told = error as MeterError;
  if (told.exitCode === EXIT.connection) expect(told.suggestions).not.toHaveLength(0);
  expect(told.message).toMatch(/^[^\n]+\.$/);
  return told;
}

describe('a server that refuses', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(['--requirepass', PASSWORD, '--databases', '4', '--unixsocketperm', '700']);
  });
  afterAll(() => server.stop());

  test('the right password lets in', async () => {
    const session = await connect({ url: `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/3` });
    expect(await session.nodes[0].control.call('DBSIZE')).toBe(0);
  });

  test.each([
    ['cut short by a #', 'pa#s3cret', 'wrong-password'],
    ['cut down to nothing', '#s3cret', 'password-required'],
  ])('a password of an env file that is %s', async (_, value, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'meter-cut-'));
    cleanUp.push(() => rm(folder, { recursive: true, force: true }));
    const envFile = join(folder, '.env');
    const parts = `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n`;
    await writeFile(envFile, `${parts}REDIS_PASSWORD=${value}\n`);
    const error = await failure({ envFile });
    expect(error.code).toBe(code);
    expect(error.suggestions[0]).toBe(
      `REDIS_PASSWORD in ${envFile} ends at a #, where a comment begins: put a value with a # in quotes, REDIS_PASSWORD='…'`,
    );
    await writeFile(envFile, `${parts}REDIS_PASSWORD=wrong # not it\n`);
    expect((await failure({ envFile })).suggestions.join('\n')).not.toContain('#,');
    await writeFile(envFile, `${parts}REDIS_PASSWORD='${PASSWORD}'\n`);
    expect(await (await connect({ envFile })).nodes[0].control.call('DBSIZE')).toBe(0);
  });

  test('the wrong password', async () => {
    const error = await failure({ url: `redis://:wrong-s3cret@127.0.0.1:${server.port}` });
    expect(error).toMatchObject({ code: 'wrong-password', exitCode: EXIT.connection });
  });

  test('the wrong user', async () => {
    const error = await failure({ port: server.port, user: 'who', password: PASSWORD });
    expect(error.code).toBe('wrong-password');
    expect(error.suggestions.join(' ')).toContain('user');
  });

  test('no password', async () => {
    expect(await failure({ port: server.port })).toMatchObject({ code: 'password-required', exitCode: EXIT.connection });
  });

  test('a database that does not exist', async () => {
    expect(await failure({ port: server.port, password: PASSWORD, db: 9 })).toMatchObject({ code: 'db-out-of-range' });
  });

  test('a password where none is needed', async () => {
    const open = later(await startRedis());
    expect(await failure({ port: open.port, password: PASSWORD })).toMatchObject({ code: 'password-not-needed' });
  });

  test('a renamed AUTH does not echo the password', async () => {
    const odd = later(await startRedis(['--rename-command', 'AUTH', 'LOGIN']));
    expect(await failure({ port: odd.port, password: PASSWORD })).toMatchObject({
      code: 'unknown-command',
      exitCode: EXIT.connection,
    });
  });

  test('too many clients', async () => {
    const full = later(await startRedis(['--maxclients', '1']));
    const client = full.client();
    await client.ping();
    expect(await failure({ port: full.port })).toMatchObject({ code: 'too-many-clients' });
  });
});

describe('no server', () => {
  test('nothing listens', async () => {
    expect(await failure({ port: CLOSED_PORT })).toMatchObject({ code: 'refused', exitCode: EXIT.connection });
    expect(await failure({ host: 'localhost', port: CLOSED_PORT })).toMatchObject({ code: 'refused' });
  });

  test('a name that does not exist', async () => {
    const error = await failure({ url: `redis://:${encodeURIComponent(PASSWORD)}@no-such-host.invalid` });
    expect(error).toMatchObject({ code: 'dns', exitCode: EXIT.connection });
    expect(error.message).toContain('no-such-host.invalid');
  });

  test('a socket that does not exist, and a file that is none', async () => {
    expect(await failure({ url: 'unix:///no/such/redis.sock' })).toMatchObject({ code: 'socket' });
    expect((await failure({ url: `unix://${import.meta.filename}` })).code).toMatch(/socket|refused/);
  });

  test('a server that stays silent', async () => {
    const silent = later(await startFake(() => {}));
    const error = await failure({ port: silent.port });
    expect(error).toMatchObject({ code: 'timeout', exitCode: EXIT.connection });
    expect(error.message).toContain('4.5 s');
  });

  test('a stopped server', async () => {
    const server = later(await startRedis());
    server.process.kill('SIGSTOP');
    expect(await failure({ port: server.port, timeout: 300 })).toMatchObject({ code: 'timeout' });
  });

  test('an interruption', async () => {
    const silent = later(await startFake(() => {}));
    const controller = new AbortController();
    const pending = failure({ port: silent.port }, controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect(await pending).toMatchObject({ code: 'interrupted', exitCode: EXIT.interrupted });
    expect(await failure({ port: silent.port }, AbortSignal.abort())).toMatchObject({ code: 'interrupted' });
  });
});

describe('something else', () => {
  test('an HTTP server', async () => {
    const http = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => http.close());
    const { port } = http.address() as { port: number };
    expect(await failure({ port, password: PASSWORD })).toMatchObject({ code: 'not-redis', exitCode: EXIT.connection });
  });

  test('a server that greets first', async () => {
    const ssh = later(await startFake((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await failure({ port: ssh.port })).toMatchObject({ code: 'not-redis' });
  });

  test('a server that hangs up', async () => {
    const rude = later(await startFake((socket) => socket.end()));
    expect(await failure({ port: rude.port })).toMatchObject({ code: 'closed' });
    const abrupt = later(await startFake((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await failure({ port: abrupt.port })).toMatchObject({ code: 'closed' });
  });

  test('a REST address', async () => {
    const error = await failure({ url: `https://:${encodeURIComponent(PASSWORD)}@x.upstash.io` });
    expect(error).toMatchObject({ code: 'rest-url', exitCode: EXIT.connection });
  });

  test.each([
    ['-LOADING Redis is loading the dataset in memory', 'loading'],
    ["-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'master-down'],
    ['-DENIED Redis is running in protected mode because protected mode is enabled', 'protected-mode'],
    ['-ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.', 'quota'],
    ["-ERR wrong number of arguments for 'auth' command", 'user-not-supported'],
    ['-ERR invalid password', 'wrong-password'],
    ['-NOPERM this user has no permissions', 'denied'],
    ['-BUSY Redis is busy running a script.', 'busy'],
    ['-ERR something s3cret and \u001b[31mnew', 'connection'],
  ])('%j is %s', async (line, code) => {
    const parrot = later(await startParrot(line));
    const inputs = { port: parrot.port, user: 'u', password: 's3cret' };
    const error = await failure(inputs);
    expect(error).toMatchObject({ code, exitCode: EXIT.connection });
    expect(error.message).not.toMatch(/[^\x20-\x7e’]/);
  });
});

describe('TLS', () => {
  let certificates: TestCertificates;
  let server: TestServer;
  const withTls = (cert: string, key: string, clients: string): Promise<TestServer> =>
    startRedis(
      ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', certificates.ca, '--tls-auth-clients', clients],
      {
        tls: true,
      },
    );
  beforeAll(async () => {
    certificates = await makeCertificates();
    server = await withTls(certificates.cert, certificates.key, 'no');
  });
  afterAll(async () => {
    await server.stop();
    await certificates.remove();
  });

  test('the authority is trusted when named, by name and by address', async () => {
    for (const host of ['localhost', '127.0.0.1']) {
      const session = await connect({ url: `rediss://${host}:${server.port}`, cacert: certificates.ca });
      expect(await session.nodes[0].control.call('PING')).toBe('PONG');
    }
  });

  test('an unknown authority', async () => {
    const error = await failure({ url: `rediss://127.0.0.1:${server.port}` });
    expect(error).toMatchObject({ code: 'tls', exitCode: EXIT.connection });
    expect(error.suggestions.join(' ')).toContain('--cacert');
  });

  test('--insecure lets an unknown authority pass', async () => {
    const session = await connect({ url: `rediss://127.0.0.1:${server.port}`, insecure: true });
    expect(await session.nodes[0].control.call('PING')).toBe('PONG');
  });

  test('a self-signed certificate', async () => {
    const stranger = later(await withTls(certificates.strangerCert, certificates.strangerKey, 'no'));
    expect(await failure({ url: `rediss://127.0.0.1:${stranger.port}` })).toMatchObject({ code: 'tls' });
  });

  test('a certificate for another name, unless the name is given', async () => {
    const misnamed = later(await withTls(certificates.misnamedCert, certificates.misnamedKey, 'no'));
    const inputs = { url: `rediss://127.0.0.1:${misnamed.port}`, cacert: certificates.ca };
    const error = await failure(inputs);
    expect(error).toMatchObject({ code: 'tls' });
    expect(error.suggestions.join(' ')).toContain('--sni');
    const session = await connect({ ...inputs, sni: 'other.example' });
    expect(await session.nodes[0].control.call('PING')).toBe('PONG');
  });

  test('client certificates', async () => {
    const strict = later(await withTls(certificates.cert, certificates.key, 'yes'));
    const inputs = { url: `rediss://localhost:${strict.port}`, cacert: certificates.ca };
    const session = await connect({ ...inputs, cert: certificates.cert, key: certificates.key });
    expect(await session.nodes[0].control.call('PING')).toBe('PONG');

    const without = await failure(inputs);
    expect(without.code).toBe('tls');
    expect(without.suggestions.join(' ')).toContain('--cert');
    const untrusted = await failure({ ...inputs, cert: certificates.strangerCert, key: certificates.strangerKey });
    expect(untrusted.code).toBe('tls');
  });

  test('a certificate and a key that do not belong together', async () => {
    const error = await failure({
      port: server.port,
      cacert: certificates.ca,
      cert: certificates.cert,
      key: certificates.misnamedKey,
    });
    expect(error.message).toContain('certificate or key given');
  });

  test('plain words to a TLS server', async () => {
    const error = await failure({ port: server.port });
    expect(`${error.message} ${error.suggestions.join(' ')}`).toContain('TLS');
    expect(['tls', 'closed']).toContain(error.code);
  });

  test('TLS to a plain server: it answers in plain, or waits for the end of a line', async () => {
    const plain = later(await startFake((socket) => socket.write('-ERR unknown command\r\n')));
    expect(await failure({ port: plain.port, tls: true })).toMatchObject({
      code: 'tls',
      message: expect.stringContaining('does not speak TLS'),
    });
    const silent = later(await startFake(() => {}));
    const error = await failure({ port: silent.port, tls: true, timeout: 300 });
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('TLS handshake') });
  });
});

test.each([0, 99_999])('a cluster that names a node with port %s', async (port) => {
  const slots = array([array([integer(0), integer(16_383), array([bulk('127.0.0.1'), integer(port), bulk('a'.repeat(40))])])]);
  const cluster = later(await startHostile({ info: { cluster_enabled: '1' }, hook: on('CLUSTER SLOTS', slots) }));
  const told = await failure({ url: cluster.url });
  expect(told.exitCode).toBe(EXIT.connection);
  expect(told.message).toBe(`The connection to 127.0.0.1:${port} failed: that is no port.`);
});
