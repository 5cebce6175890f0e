import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT, MeterError } from '../../src/lib/format/errors.js';
import { parseRedisUrl } from '../../src/lib/redis/redis-url.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { targetName } from '../../src/lib/redis/target.js';
import { anyText } from '../support/any-text.js';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'meter-target-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function thrown(work: () => unknown): MeterError {
  try {
    work();
  } catch (error) {
    if (error instanceof MeterError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const resolveFails = async (inputs: TargetInputs, env: NodeJS.ProcessEnv = {}): Promise<MeterError> => {
  const error = await resolveTarget(inputs, env).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MeterError);
  return error as MeterError;
};

const envFile = async (text: string): Promise<string> => {
  const path = join(dir, `env-${Math.random().toString(36).slice(2)}`);
  await writeFile(path, text);
  return path;
};

describe('parseRedisUrl', () => {
  test.each([
    ['redis://h', { address: { host: 'h', port: 6379, path: null }, username: null, password: null, db: null, tls: false }],
    ['redis://u:p%40ss@h:1/2', { address: { host: 'h', port: 1, path: null }, username: 'u', password: 'p@ss', db: 2 }],
    ['rediss://:p@h:1', { username: null, password: 'p', tls: true }],
    ['REDIS://h', { tls: false }],
    ['redis://user@h', { username: 'user', password: null }],
    ['redis://:a:b@h', { password: 'a:b' }],
    ['redis://:a@b@h', { password: 'a@b', address: { host: 'h', port: 6379, path: null } }],
    ['redis://:p@[::1]:7000/3', { address: { host: '::1', port: 7000, path: null }, db: 3 }],
    ['redis://h?db=4&family=0', { db: 4 }],
    ['redis://h/4?db=4', { db: 4 }],
    ['redis://h/', { db: null }],
    ['unix:///run/my%20redis.sock?db=5', { address: { host: 'localhost', port: 6379, path: '/run/my redis.sock' }, db: 5 }],
    ['unix://:pw@/run/redis.sock', { password: 'pw' }],
    ['unix:///run/redis.sock?db=3&user=u&password=p%26w', { username: 'u', password: 'p&w', db: 3 }],
    ['unix:///run/redis.sock?username=u&password=p', { username: 'u', password: 'p' }],
    ['redis://h?username=u&password=p', { username: 'u', password: 'p' }],
    ['redis://u:p@h?password=p', { username: 'u', password: 'p' }],
    ['redis://h:1/2?read_timeout=6s&dial_timeout=3&max_retries=2&min_idle_conns=5&protocol=2', { db: 2, insecure: false }],
    [
      'redis://h?pool_size=40&conn_max_idle_time=5m&context_timeout_enabled=true',
      { address: { host: 'h', port: 6379, path: null } },
    ],
    ['redis://h?family=4&connectTimeout=500&maxRetriesPerRequest=3', { db: null }],
    ['redis://h?socket_timeout=5&health_check_interval=30&decode_responses=True', { db: null }],
    ['rediss://h?skip_verify=true', { tls: true, insecure: true }],
    ['rediss://h?skip_verify=0', { tls: true, insecure: false }],
    ['rediss://h?ssl_cert_reqs=none', { insecure: true }],
    ['rediss://h?ssl_cert_reqs=CERT_REQUIRED', { insecure: false }],
    [
      'redis+sentinel://:p@a:1/m?sentinel_username=su&sentinel_password=sp',
      { password: 'p', sentinel: { masterName: 'm', username: 'su', password: 'sp' } },
    ],
    [
      'redis://su:sp@a:1/3?master_name=m&addr=b:2&addr=c:3&username=u&password=p',
      {
        db: 3,
        username: 'u',
        password: 'p',
        sentinel: {
          masterName: 'm',
          username: 'su',
          password: 'sp',
          nodes: [
            { host: 'a', port: 1, path: null },
            { host: 'b', port: 2, path: null },
            { host: 'c', port: 3, path: null },
          ],
        },
      },
    ],
    [
      'redis+sentinel://:p@a:1,b/mymaster/6',
      {
        db: 6,
        password: 'p',
        sentinel: {
          masterName: 'mymaster',
          nodes: [
            { host: 'a', port: 1, path: null },
            { host: 'b', port: 26379, path: null },
          ],
        },
      },
    ],
  ])('%s', (url, expected) => {
    expect(parseRedisUrl(url)).toMatchObject(expected);
  });

  test.each([
    'h:6379',
    'redis://',
    'redis://:p@',
    'redis://h:0',
    'redis://h:70000',
    'redis://h:x',
    'redis://::1',
    'redis://h/x',
    'redis://h/1?db=2',
  ])('%s is a usage error', (url) => {
    expect(thrown(() => parseRedisUrl(url)).exitCode).toBe(EXIT.usage);
  });

  test.each([
    'redis://[h]:1',
    'unix://',
    'unix://host/path',
    'mysql://h',
    'redis+sentinel://a:1',
    'redis+sentinel://a:x/m',
    '/run/redis.sock',
  ])('%s is a usage error too', (url) => {
    expect(thrown(() => parseRedisUrl(url)).exitCode).toBe(EXIT.usage);
  });

  test.each([
    ['redis://h?timeot=3', 'has a parameter that meter does not know: timeot.'],
    ['unix:///s?pass=p', 'has a parameter that meter does not know: pass.'],
    ['redis://h/0?s3cret', 'has a parameter that meter does not know.'],
    ['redis://h/0?s3cr!t=1', 'has a parameter that meter does not know.'],
    ['redis://h?keyPrefix=app:', 'has a parameter that meter does not know: keyPrefix.'],
    ['redis://h?db=1&DB=2', 'gives db twice.'],
    ['redis://:p@h?password=q', 'gives two different passwords.'],
    ['unix://u@/s?user=v', 'gives two different user names.'],
    ['rediss://h?skip_verify=perhaps', 'has a value of skip_verify that is not known.'],
    ['redis://h?addr=b:1', 'names sentinels but no master.'],
    ['redis://h?sentinel_password=s3cret', 'names sentinels but no master.'],
    ['redis://h?master_name=m&addr=b:x', 'has an addr that is not host:port.'],
    ['unix:///s?master_name=m', 'speaks of sentinels or TLS, which a Unix socket has not.'],
    ['redis+sentinel://a:1/m/1?db=2', 'names two different databases.'],
  ])('%s is refused', (url, problem) => {
    const error = thrown(() => parseRedisUrl(url));
    expect(error).toMatchObject({ exitCode: EXIT.usage, message: `The Redis URL ${problem}` });
    expect(JSON.stringify(error)).not.toMatch(/s3cret|s3cr!t/);
  });

  test('no parameter is passed over but those that only tune a client', () => {
    const meant = /^(db|user(name)?|password|master_?name|addr|sentinel_?(username|password)|skip_?verify|ssl_cert_reqs)$/i;
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z_]{0,12}$/), (name) => {
        fc.pre(!meant.test(name) && !/(timeout|retries|pool|conn|idle|family|protocol|encoding|delay|alive)/.test(name));
        expect(thrown(() => parseRedisUrl(`redis://h?${name}=1`)).message).toContain('does not know');
      }),
    );
  });

  test.each(['redis://:s3cr#t@h', 'redis://:s3cr/t@h', 'redis://:s3cr?t@h', 'redis://:s3%t@h'])(
    '%s explains percent-encoding',
    (url) => {
      expect(thrown(() => parseRedisUrl(url)).suggestions.join(' ')).toContain('percent-encoded');
    },
  );

  test.each(['https://:s3cret@eu1-x.upstash.io', 'HTTP://h'])('%s is a REST address', (url) => {
    const error = thrown(() => parseRedisUrl(url));
    expect(error).toMatchObject({ code: 'rest-url', exitCode: EXIT.connection });
    expect(error.suggestions.join(' ')).toContain('rediss://');
  });

  test('any password survives percent-encoding', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (password) => {
        const url = `redis://u:${encodeURIComponent(password)}@h:1/2`;
        expect(parseRedisUrl(url)).toMatchObject({ password, username: 'u', db: 2 });
      }),
    );
  });

  test('no error ever holds the password', () => {
    const wreck = fc.constantFrom('', '@', '@h:x', '@h/x', '@[h]', '@h:1/2?db=3', '#', '/', '?@h', ' ');
    fc.assert(
      fc.property(
        fc.constantFrom('redis', 'rediss', 'https', 'unix', 'redis+sentinel', ''),
        fc.string(),
        wreck,
        (scheme, tail, end) => {
          const password = `Zq9x${tail}x9qZ`;
          let error: unknown = null;
          try {
            parseRedisUrl(`${scheme}://user:${password}${end}`);
          } catch (caught) {
            error = caught;
          }
          const told = `${inspect(error, { depth: 9 })}${JSON.stringify(error)}`;
          expect(told).not.toContain('Zq9x');
          expect(told).not.toContain('x9qZ');
        },
      ),
    );
  });
});

describe('resolveTarget', () => {
  test('REDIS_URL is the last resort', async () => {
    const env = { REDIS_URL: 'redis://:p@env:1/1' };
    expect(await resolveTarget({}, env)).toMatchObject({ host: 'env', port: 1, db: 1, password: 'p', mode: 'auto', tls: null });
    expect(await resolveTarget({ url: 'redis://flag' }, env)).toMatchObject({ host: 'flag', port: 6379, db: 0, password: null });
    expect(await resolveTarget({ envFile: await envFile('REDIS_HOST=file\n') }, env)).toMatchObject({
      host: 'file',
      password: null,
    });
  });

  test('an address given by flags takes no password from REDIS_URL', async () => {
    const env = { REDIS_URL: 'redis://:p@env' };
    expect(await resolveTarget({ host: 'other' }, env)).toMatchObject({ host: 'other', password: null });
    expect(await resolveTarget({ port: 7 }, env)).toMatchObject({ host: '127.0.0.1', port: 7, password: null });
  });

  test('single flags replace single parts', async () => {
    const env = { REDIS_URL: 'redis://u:p@env:1/1' };
    const target = await resolveTarget({ user: 'v', password: 'q', db: 3, tls: true, replica: true, timeout: 900 }, env);
    expect(target).toMatchObject({ host: 'env', username: 'v', password: 'q', db: 3, replica: true });
    expect(target).toMatchObject({ tls: { rejectUnauthorized: true }, connectTimeoutMs: 900, commandTimeoutMs: 900 });
  });

  test('METER_RETRY says for how long to reconnect', async () => {
    expect(await resolveTarget({ host: 'h' }, { METER_RETRY: '1m' })).toMatchObject({ retryMs: 60_000 });
    expect(await resolveTarget({ host: 'h' }, { METER_RETRY: '' })).toMatchObject({ retryMs: 6_000 });
    expect(await resolveTarget({ host: 'h', retry: 80 }, { METER_RETRY: '1m' })).toMatchObject({ retryMs: 80 });
    await expect(resolveTarget({ host: 'h' }, { METER_RETRY: 'soon' })).rejects.toMatchObject({ exitCode: EXIT.usage });
  });

  test('an env file is read as the relay reads it, by dotenv', async () => {
    const path = await envFile('\ufeffREDIS_HOST=redis\t# the host\n  export REDIS_PORT=6380\nREDIS_PASSWORD="a\\"b"\n');
    expect(await resolveTarget({ envFile: path }, {})).toMatchObject({ host: 'redis', port: 6380, password: 'a\\"b' });
  });

  test('a host flag replaces the one in the env file, whose password stays', async () => {
    const path = await envFile('REDIS_HOST=redis\nREDIS_PORT=6380\nREDIS_PASSWORD="s p"\nREDIS_DB=2\nREDIS_ENABLE_TLS=true\n');
    expect(await resolveTarget({ envFile: path, host: '127.0.0.1' }, {})).toMatchObject({
      host: '127.0.0.1',
      port: 6380,
      password: 's p',
      db: 2,
      tls: { rejectUnauthorized: true },
    });
  });

  test('reads the connection string of new-api', async () => {
    const path = await envFile('# cache\nREDIS_CONN_STRING=redis://default:pw@redis:6379/4\r\n');
    expect(await resolveTarget({ envFile: path }, {})).toMatchObject({
      host: 'redis',
      username: 'default',
      password: 'pw',
      db: 4,
    });
  });

  test('reads the sentinels of one-api', async () => {
    const path = await envFile('REDIS_CONN_STRING=a:1, b\nREDIS_MASTER_NAME=m\nREDIS_PASSWORD=p\nSYNC_FREQUENCY=60\n');
    const nodes = [
      { host: 'a', port: 1, path: null },
      { host: 'b', port: 26379, path: null },
    ];
    const own = { username: null, password: null };
    expect(await resolveTarget({ envFile: path }, {})).toMatchObject({
      mode: 'sentinel',
      password: 'p',
      sentinel: { nodes, masterName: 'm', ...own },
    });
    expect(await resolveTarget({ envFile: path, host: 'c' }, {})).toMatchObject({ mode: 'auto', host: 'c', sentinel: null });
    const more = await envFile(
      'REDIS_CONN_STRING=a:1\nREDIS_MASTER_NAME=m\nREDIS_SENTINEL_USERNAME=u\nREDIS_SENTINEL_PASSWORD=s\n',
    );
    expect((await resolveTarget({ envFile: more }, {})).sentinel).toMatchObject({ username: 'u', password: 's' });
    const wrong = await envFile('REDIS_CONN_STRING=redis://:s3cret@a:1\nREDIS_MASTER_NAME=m\n');
    expect((await resolveFails({ envFile: wrong })).message).toContain('does not list sentinels');
  });

  test('credentials of sentinels: flags, the address, the environment', async () => {
    const env = { METER_SENTINEL_USER: 'eu', METER_SENTINEL_PASSWORD: 'ep' };
    const named = { sentinel: 'a:1', masterName: 'm' };
    const own = async (inputs: TargetInputs) => (await resolveTarget(inputs, env)).sentinel;
    expect(await own(named)).toMatchObject({ username: 'eu', password: 'ep' });
    expect(await own({ ...named, sentinelUser: 'fu', sentinelPassword: 'fp' })).toMatchObject({ username: 'fu', password: 'fp' });
    expect(await own({ url: 'redis+sentinel://a/m?sentinel_password=up' })).toMatchObject({ username: 'eu', password: 'up' });
    expect(await own({ url: 'redis://h' })).toBeNull();
  });

  test('an address that does not want the certificate checked, and a flag that does', async () => {
    const url = 'rediss://h?skip_verify=true';
    expect((await resolveTarget({ url }, {})).tls).toMatchObject({ rejectUnauthorized: false });
    const ca = await envFile('-----BEGIN CERTIFICATE-----\n');
    expect((await resolveTarget({ url, cacert: ca }, {})).tls).toMatchObject({ rejectUnauthorized: true });
  });

  test.each([
    ['REDIS_HOST=h\nREDIS_PASSWORD=ab#cd\n', { name: 'REDIS_PASSWORD', isUrl: false }],
    ['REDIS_HOST=h\nREDIS_PASSWORD=#abcd\n', { name: 'REDIS_PASSWORD', isUrl: false }],
    ['REDIS_URL=redis://h/0#cd\n', { name: 'REDIS_URL', isUrl: true }],
    ['REDIS_HOST=h\nREDIS_PASSWORD="ab#cd"\n', null],
    ['REDIS_HOST=h\nREDIS_PASSWORD=ab # the password\n', null],
    ['REDIS_HOST=h\nREDIS_PASSWORD=x#y\nREDIS_PASSWORD=ab\n', null],
  ])('%j: what a # has cut short is known', async (text, cut) => {
    const envPath = await envFile(text);
    const target = await resolveTarget({ envFile: envPath }, {});
    if (cut === null) expect(target.cut).toBeNull();
    else expect(target.cut).toEqual({ ...cut, file: envPath });
    expect((await resolveTarget({ envFile: envPath, password: 'p' }, {})).cut).toBeNull();
  });

  test('an address that a # has cut short and that cannot be read says so', async () => {
    const error = await resolveFails({ envFile: await envFile('REDIS_CONN_STRING=redis://:ab#s3cret@h:6379/0\n') });
    expect(error.suggestions[0]).toMatch(/^REDIS_CONN_STRING in \S+ ends at a #, where a comment begins: write .* as %23\.$/);
    expect(JSON.stringify(error)).not.toContain('s3cret');
  });

  test.each([
    ['PORT=3000\n', 'does not say where Redis is'],
    ['REDIS_HOST=a\nREDIS_URL=redis://b\n', 'more than one way'],
    ['REDIS_URL=redis://b\nREDIS_CONN_STRING=redis://a\n', 'more than one way'],
    ['REDIS_HOST=a\nREDIS_PORT=s3cret\n', 'REDIS_PORT'],
    ['REDIS_HOST=a\nREDIS_DB=s3cret\n', 'REDIS_DB'],
    ['REDIS_HOST=a b\n', 'REDIS_HOST'],
  ])('env file %j is a usage error', async (text, words) => {
    const error = await resolveFails({ envFile: await envFile(text) });
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('s3cret');
  });

  test('an unreadable env file is a usage error', async () => {
    expect((await resolveFails({ envFile: join(dir, 'none') })).exitCode).toBe(EXIT.usage);
  });

  test('nothing given names every way', async () => {
    const error = await resolveFails({});
    expect(error.exitCode).toBe(EXIT.usage);
    for (const way of ['REDIS_URL', '--url', '--host', '--env-file', '--sentinel', 'unix://'])
      expect(error.suggestions.join('\n')).toContain(way);
  });

  test.each<[TargetInputs]>([
    [{ url: 'redis://a', host: 'b' }],
    [{ url: 'redis://a', port: 1 }],
    [{ url: 'redis://a', sentinel: 'b:1', masterName: 'm' }],
    [{ url: 'redis://a', envFile: 'x' }],
    [{ host: 'a', sentinel: 'b:1', masterName: 'm' }],
    [{ host: 'a', masterName: 'm' }],
    [{ sentinel: 'a:1' }],
    [{ host: 'a', sentinelPassword: 'p' }],
    [{ host: 'a', sentinelUser: 'u' }],
    [{ sentinel: 'a:x', masterName: 'm' }],
    [{ host: 'a', cert: 'x' }],
    [{ host: 'a', key: 'x' }],
    [{ host: 'a', insecure: true, cacert: 'x' }],
    [{ host: 'a', cacert: '/no/such/file' }],
    [{ host: 'redis://a' }],
    [{ host: 'a', port: 0 }],
    [{ host: 'a', cluster: true, db: 1 }],
    [{ sentinel: 'a:1', masterName: 'm', cluster: true }],
    [{ url: 'unix:///a', tls: true }],
  ])('%j is a usage error', async (inputs) => {
    expect((await resolveFails(inputs)).exitCode).toBe(EXIT.usage);
  });

  test('certificates are read, and imply TLS', async () => {
    const path = join(dir, 'ca.pem');
    await writeFile(path, '-----BEGIN CERTIFICATE-----\n');
    expect((await resolveTarget({ host: 'a', cacert: path, sni: 'b' }, {})).tls).toEqual({
      ca: '-----BEGIN CERTIFICATE-----\n',
      servername: 'b',
      rejectUnauthorized: true,
    });
    await writeFile(path, 'binary');
    expect((await resolveFails({ host: 'a', cacert: path })).message).toContain('not PEM');
  });

  test('sentinels', async () => {
    const target = await resolveTarget(
      { sentinel: 'a:1,[::1]', masterName: 'm', password: 'p' },
      { REDIS_URL: 'redis://:other@x' },
    );
    expect(target).toMatchObject({ mode: 'sentinel', host: 'a', port: 1, password: 'p' });
    expect(target.sentinel).toMatchObject({ masterName: 'm', nodes: [{ host: 'a' }, { host: '::1', port: 26379 }] });
  });
});

test('targetName', async () => {
  expect(targetName(await resolveTarget({ url: 'redis://:p@h:1/2' }, {}))).toBe('h:1/2');
  expect(targetName(await resolveTarget({ url: 'redis://[::1]' }, {}))).toBe('[::1]:6379/0');
  expect(targetName(await resolveTarget({ url: 'unix:///run/r.sock' }, {}))).toBe('/run/r.sock');
});
