import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { READ_ONLY_COMMANDS } from '../../src/lib/redis/guard.js';
import { CLUSTER_RIGHTS, DEGRADED_USER, FULL_USER } from '../support/access-lines.js';
import { auditInside, findingsOf, keysOf, loadRelay, type AuditRun } from '../support/audit.js';
import { makeCertificates, type TestCertificates } from '../support/certificates.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const document = await readFile(new URL('../../docs/redis-access.md', import.meta.url), 'utf8');

const withoutNoTouch = ({ data }: AuditRun): string[] =>
  data.capabilities.filter(({ name, state }) => state !== 'ok' && name !== 'CLIENT NO-TOUCH').map(({ name }) => name);

/** What does not change from one audit to the next, as lives do, and the sizes of sets, of which the server looks at a few members. */
const steadyPart = ({ data }: AuditRun): unknown => ({
  families: data.families
    .map(({ pattern, keys, types, noTtl, length, bytes }) => ({ pattern, keys, types, noTtl, length, sized: bytes !== null }))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1)),
  findings: data.findings.map(({ code, family, count }) => ({ code, family, count })),
  profiles: data.profiles,
  offset: data.clock.evidence,
});

describe('a user with the least rights', () => {
  let server: TestServer;
  let manifest: Manifest;
  beforeAll(async () => {
    server = await startRedis();
    manifest = await loadRelay(server.port, true);
    await server.client().call('COPY', 'billing:events', 'billing:events', 'DB', '3');
  });
  afterAll(() => server.stop());

  const become = async (line: string): Promise<string> => {
    const client = server.client();
    await client.call('ACL', 'DELUSER', 'meter');
    const [name = '', ...rest] = line.replace('PASSWORD', 'pw').split(' ');
    await client.call(name, ...rest);
    await client.call('ACL', 'LOG', 'RESET');
    await client.config('RESETSTAT');
    return `redis://meter:pw@127.0.0.1:${server.port}`;
  };

  test.each([
    ['all key names', FULL_USER],
    ['all key names, for reading only', FULL_USER.replace('~*', '%R~*')],
  ])('%s: a full audit, in which nothing is denied that the report needs', async (_, line) => {
    const whole = await auditInside(['-u', server.url]);
    const url = await become(line);
    const run = await auditInside(['-u', url]);
    expect(run.code).toBe(0);
    expect(steadyPart(run)).toEqual(steadyPart(whole));
    expect(run.envelope.warnings).toEqual(whole.envelope.warnings);
    expect(withoutNoTouch(run)).toEqual([]);
  });

  test('no right on the line is idle', async () => {
    const url = await become(FULL_USER);
    expect((await auditInside(['-u', url, '--db', 'all'])).data.databases).toMatchObject([{ db: 0 }, { db: 3, scanned: 1 }]);
    const stats = await server.client().info('commandstats');
    const granted = FULL_USER.split(' ').flatMap((word) => (word.startsWith('+') ? word.slice(1) : []));
    for (const command of granted) {
      expect(stats, command).toMatch(new RegExp(`^cmdstat_${command.replace('|', '\\|')}:calls=[1-9]`, 'm'));
    }
  });

  test('without INFO, CONFIG and MEMORY: counts are exact, sizes estimated, and the report says so', async () => {
    const url = await become(DEGRADED_USER);
    const run = await auditInside(['-u', url]);
    expect(run.code).toBe(0);
    expect(run.data.keys).toBe(keysOf(manifest));
    expect(run.data.families.every(({ bytes, noTtl, type }) => bytes !== null && noTtl !== null && type !== null)).toBe(true);
    expect(run.data.families.every(({ exact, bytesLow, bytesHigh }) => !exact && bytesLow === null && bytesHigh === null)).toBe(
      true,
    );
    expect(Object.values(run.data.byGrain).every(({ bytesLow, bytesHigh }) => bytesLow === null && bytesHigh === null)).toBe(
      true,
    );
    await assertMatchesSchema('audit', run.envelope);
    expect(withoutNoTouch(run).sort()).toEqual([
      'CONFIG GET',
      'INFO commandstats',
      'INFO keyspace',
      'INFO memory',
      'INFO persistence',
      'MEMORY USAGE',
    ]);
    expect(run.data.memory.usedMemory).toBeNull();
    expect(run.data.memory.parts.map(({ name, how }) => ({ name, how }))).toEqual([
      { name: 'keys and values', how: 'estimated' },
    ]);
    // DBSIZE tells what INFO does not.
    expect(run.data.source).toMatchObject({ partial: null, countProven: true, exact: false });
    expect(findingsOf(run.data, 'orphan-owner').map(({ count }) => count)).toEqual([1, 1]);
    const { stdout } = await runMeterInside(['audit', '-u', url, '--all']);
    expect(stdout).toMatch(/this user may not run MEMORY USAGE: sizes are guessed from types and lengths, and findings about/);
    expect(stdout.match(/MEMORY USAGE/g)).toHaveLength(1);
    expect(stdout).toContain('~ guessed from types and lengths');
    expect(stdout).not.toContain('~-');
  });

  test('without lengths too: no sizes, and the findings that go by them are named as not checked', async () => {
    const url = await become('ACL SETUSER meter on >PASSWORD ~* -@all +ping +scan +pttl');
    const { data } = await auditInside(['-u', url]);
    expect(data.families.every(({ bytes }) => bytes === null)).toBe(true);
    const { stdout } = await runMeterInside(['audit', '-u', url]);
    expect(stdout).toContain('may not run MEMORY USAGE: sizes are unknown, and findings about them could not be checked');
    expect(stdout).not.toMatch(/[~≥] ?-/);
  });

  test('without INFO and DBSIZE nobody knows how many keys there are, and --db all cannot be done', async () => {
    const url = await become(DEGRADED_USER.replace(' +dbsize', ''));
    expect((await auditInside(['-u', url])).data.source).toMatchObject({
      countProven: false,
      countNote: 'the server does not tell how many keys it holds',
    });
    const { stderr, code } = await runMeterInside(['audit', '-u', url, '--db', 'all']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/does not tell which databases hold keys/);
  });

  test('with a key pattern: what may not be read is counted apart, and its lengths are not asked for', async () => {
    const whole = await auditInside(['-u', server.url]);
    const url = await become(FULL_USER.replace('~*', '~usage:*'));
    const run = await auditInside(['-u', url]);
    expect(run.code).toBe(0);
    expect(run.data.keys).toBe(keysOf(manifest));
    const sampled = ({ data }: AuditRun): number => data.families.reduce((sum, family) => sum + family.sampled, 0);
    const readable = run.data.families.filter(({ sampled: read }) => read > 0);
    expect(readable.map(({ pattern }) => pattern).filter((pattern) => !pattern.startsWith('usage:'))).toEqual([]);
    expect(sampled(run) + run.data.refused).toBe(sampled(whole));
    expect(run.data.refused).toBeGreaterThan(100);
    expect(run.data.source).toMatchObject({ exact: false, countProven: true });
    expect(run.envelope.warnings.join('\n')).toMatch(/may not read [\d,]+ of [\d,]+ sampled keys/);
    const stats = await server.client().info('commandstats');
    for (const command of ['hlen', 'strlen', 'scard', 'zcard', 'llen', 'xlen']) {
      expect(stats, command).not.toMatch(new RegExp(`^cmdstat_${command}:.*rejected_calls=[1-9]`, 'm'));
    }
    // Sums over families of which nothing was read are lower bounds.
    const { required } = run.data.byClass;
    expect(required?.bytesHigh).toBeNull();
    await assertMatchesSchema('audit', run.envelope);
    const { stdout } = await runMeterInside(['audit', '-u', url]);
    expect(stdout).toMatch(/may not be read/);
  });

  test('with SCAN alone: the counts', async () => {
    const url = await become('ACL SETUSER meter on >PASSWORD ~* -@all +scan');
    const { data, code } = await auditInside(['-u', url]);
    expect(code).toBe(0);
    expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [pattern, keys]))).toEqual(
      Object.fromEntries(manifest.families.map(({ pattern, keys }) => [pattern, keys])),
    );
  });

  test('without SCAN: exit 5, one sentence', async () => {
    const url = await become('ACL SETUSER meter on >PASSWORD ~* -@all +ping +info');
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', url]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toMatch(/^meter: .*SCAN.*\n {2}\S/);
  });
});

describe('a server with MEMORY, CONFIG and OBJECT renamed away', () => {
  test('sizes are estimated, within a factor of two of what the server would say', async () => {
    const crippled = await startRedis(['MEMORY', 'CONFIG', 'OBJECT'].flatMap((name) => ['--rename-command', name, '']));
    const whole = await startRedis();
    try {
      const manifest = await loadRelay(crippled.port);
      await loadRelay(whole.port);
      const [estimated, measured] = await Promise.all([auditInside(['-u', crippled.url]), auditInside(['-u', whole.url])]);
      expect(estimated.code).toBe(0);
      expect(estimated.data.keys).toBe(keysOf(manifest));
      expect(withoutNoTouch(estimated)).toEqual(['MEMORY USAGE', 'CONFIG GET']);
      const { stdout } = await runMeterInside(['audit', '-u', crippled.url]);
      expect(stdout).toMatch(/this server has no MEMORY USAGE: sizes are guessed from types and lengths/);
      expect(estimated.data.memory.parts[0]).toMatchObject({ name: 'keys and values', how: 'estimated' });
      const total = ({ data }: AuditRun): number => data.families.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
      expect(total(estimated) / total(measured)).toBeGreaterThan(0.5);
      expect(total(estimated) / total(measured)).toBeLessThan(2);
      // INFO tells the policy even so.
      expect(estimated.data.server.maxmemoryPolicy).toBe('noeviction');
    } finally {
      await Promise.all([crippled.stop(), whole.stop()]);
    }
  });
});

describe('TLS', () => {
  let certificates: TestCertificates;
  let server: TestServer;
  let address: string;
  beforeAll(async () => {
    certificates = await makeCertificates();
    const { ca, cert, key } = certificates;
    const files = ['--tls-ca-cert-file', ca, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'yes'];
    server = await startRedis(files, {
      tls: true,
      client: { tls: { ca: await readFile(ca), cert: await readFile(cert), key: await readFile(key) } },
    });
    await server.client().set('usage:global:x', '1');
    address = `rediss://127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    await server.stop();
    await certificates.remove();
  });

  test('with its authority and a client certificate', async () => {
    const { ca, cert, key } = certificates;
    const { data, envelope, code } = await auditInside(['-u', address, '--cacert', ca, '--cert', cert, '--key', key]);
    expect(code).toBe(0);
    expect(data.keys).toBe(1);
    expect(envelope.target?.tls).toBe(true);
  });

  test.each([
    [
      'an authority that did not sign it',
      (c: TestCertificates) => ['--cacert', c.strangerCert, '--cert', c.cert, '--key', c.key],
      /not signed by/,
    ],
    ['no client certificate', (c: TestCertificates) => ['--cacert', c.ca], /client certificate/],
    ['no authority', () => [], /not signed by/],
  ])('with %s: exit 5, one sentence and the next step', async (_, flags, why) => {
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', address, ...flags(certificates)]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    const [first = '', ...next] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^meter: [^.]+(?:\.\d+)*[^.]*\.$/);
    expect(first).toMatch(why);
    expect(next.length).toBeGreaterThan(0);
  });
});

describe('docs/redis-access.md', () => {
  const text = document.replace(/\s*\\\n\s*/g, ' ');

  test('holds the lines that are tested here', () => {
    expect(text).toContain(FULL_USER);
    expect(text).toContain(DEGRADED_USER);
    for (const right of CLUSTER_RIGHTS) expect(text.replaceAll('\\|', '|')).toContain(`\`${right}\``);
  });

  test('names each command that may be sent, and no other', () => {
    const [list = ''] = /## What meter can send\n(.*?)(?=\n## |$)/s.exec(document)?.slice(1) ?? [];
    const named = [...list.matchAll(/`([A-Z][A-Z-]*(?: [A-Z-]+)?)`/g)].map(([, command]) => command);
    const allowed = Object.entries(READ_ONLY_COMMANDS).flatMap(([command, rule]) =>
      rule === '*' ? [command] : rule.map((subcommand) => `${command} ${subcommand}`),
    );
    expect(new Set(named)).toEqual(new Set(allowed));
    expect(named).toHaveLength(allowed.length);
  });

  test('says of each capability what its absence costs', async () => {
    const server = await startRedis();
    try {
      const { data } = await auditInside(['-u', server.url]);
      expect(data.capabilities.length).toBeGreaterThan(5);
      for (const { name } of data.capabilities) expect(document).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'));
    } finally {
      await server.stop();
    }
  });
});
