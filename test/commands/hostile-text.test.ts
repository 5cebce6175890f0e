/** Whatever a plan, an archive, a profile, a .env file, a key name or a server says, none of it speaks to the terminal, and no secret comes out. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createArchive } from '../../src/lib/change/archive/writer.js';
import { startFake } from '../support/fake-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, OPEN_HOUR, TINY_CLOCK } from '../support/tiny-relay.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = [await startRedis(), await mkdtemp(join(tmpdir(), 'meter-hostile-'))];
  await loadTinyRelay(server.client());
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const SECRET = 'sk-ant-api03-AbCdEf0123456789-wxyz';
const PASSWORD = 'hunter2pass';
/** Everything but line breaks, which stand between lines of the program's own. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Every exit code that is documented. */
const CODES = [0, 1, 2, 3, 4, 5, 6, 130];

const hostile = fc
  .array(
    fc.constantFrom(
      '\x1b[2J',
      '\x1b]0;title\x07',
      '\x1b[31m',
      '\x9b31m',
      '\u202e',
      '\u200b',
      '\u2028',
      '\x7f',
      '\r',
      '\nmeter: forged line',
      '\0',
      ` ${SECRET} `,
      ` redis://user:${PASSWORD}@host:6379 `,
      'text',
      '{keyId}',
      '"',
      "'",
      '%s',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

function expectQuiet({ stdout, stderr, code }: MeterResult): void {
  const said = `${stdout}${stderr}`;
  expect(HARMFUL.exec(said)).toBeNull();
  expect(said).not.toMatch(/^meter: forged line/m);
  expect(said).not.toContain('AbCdEf0123456789');
  expect(said).not.toContain(PASSWORD);
  expect(said).not.toContain('Unexpected failure');
  expect(CODES).toContain(code);
}

const run = (...args: string[]): Promise<MeterResult> => runMeterInside(args, { cwd: folder });

/** In words and as JSON. */
async function expectQuietBothWays(...args: string[]): Promise<void> {
  expectQuiet(await run(...args));
  const json = await run(...args, '--json');
  expectQuiet(json);
  if (json.stdout !== '') json.json();
}

/** Paths to all texts of plain data. */
function textsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, [...path, Array.isArray(value) ? Number(name) : name]));
}

function put(value: unknown, [first, ...rest]: readonly (string | number)[], text: string): unknown {
  if (first === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? put(item, rest, text) : item) as unknown);
  const record = value as Record<string, unknown>;
  return { ...record, [first]: put(record[first], rest, text) };
}

describe('texts of others', () => {
  test('in every field of a plan', async () => {
    const file = join(folder, 'plan.json');
    expect((await run('prune', '--hourly', '-o', file, '-u', server.url, ...TINY_CLOCK)).code).toBe(0);
    const plan: unknown = JSON.parse(await readFile(file, 'utf8'));
    const foreign = join(folder, 'foreign.json');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...textsOf(plan)), hostile, async (path, text) => {
        await writeFile(foreign, JSON.stringify(put(plan, path, text)));
        await expectQuietBothWays('apply', foreign, '--dry-run', '-u', server.url);
      }),
      { numRuns: 15 },
    );
  });

  test('in the head of an archive', async () => {
    const head = {
      meterVersion: '1',
      command: 'export',
      createdAt: '2026-11-20T00:00:00.000Z',
      target: 'host',
      fingerprint: 'f',
      db: 0,
      server: '7',
      profile: 'claude-relay-service',
      utcOffset: 8,
    };
    const names = ['command', 'target', 'server', 'profile', 'createdAt', 'meterVersion'] as const;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), hostile, async (name, text) => {
        const path = join(folder, `${count++}.archive`);
        await (await createArchive(path, { ...head, [name]: text })).close();
        await expectQuietBothWays('restore', path, '--list');
        await expectQuietBothWays('restore', path, '--dry-run', '-u', server.url);
      }),
      { numRuns: 8 },
    );
  });

  test('in a profile, a .env file, and in the names of files that are not there', async () => {
    const [profile, env] = [join(folder, 'own.yaml'), join(folder, 'own.env')];
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        await writeFile(profile, `name: ${JSON.stringify(text)}\ntitle: ${JSON.stringify(text)}\nfamilies: [${text}]\n`);
        await expectQuietBothWays('profile', 'check', profile);
        await writeFile(env, `REDIS_HOST=${text}\nREDIS_PORT=${text}\nENABLE_HOURLY_STATS=${text}\n`);
        await expectQuietBothWays('flags', 'list', '--env-file', env);
        await expectQuietBothWays('audit', '--env-file', env, '--timeout', '200ms');
        if (text.includes('\0')) return;
        await expectQuietBothWays('profile', 'show', text);
        await expectQuietBothWays('apply', text, '-u', server.url);
        await expectQuietBothWays('audit', '--rdb', text);
        await expectQuietBothWays('restore', text, '--list');
        await expectQuietBothWays(text, '--json');
      }),
      { numRuns: 5 },
    );
  });

  test('in key names, fields, members and values', async () => {
    const own = await startRedis();
    try {
      const client = own.client();
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          await client.flushall();
          await loadTinyRelay(client);
          const counters = { requests: text, inputTokens: '5', [text]: '1' };
          await client.hset(`usage:k1:model:hourly:${text}:${OPEN_HOUR}`, counters);
          await client.hset(`usage:hourly:k1:${OPEN_HOUR}`, counters);
          await client.set(text, '1');
          await client.set(`session:${text}:x`, '1');
          await client.sadd('usage:hourly:index:2026-11-20:10', text);
          for (const ids of [[], ['--show-ids']]) {
            await expectQuietBothWays('audit', '-u', own.url, '--all', ...TINY_CLOCK, ...ids);
            await expectQuietBothWays('fix-consistency', '-u', own.url, '--all', ...TINY_CLOCK, ...ids);
          }
          expectQuiet(await run('audit', '-u', own.url, '--show-ids', '--format', 'csv', ...TINY_CLOCK));
          expectQuiet(await run('audit', '-u', own.url, '--show-ids', '--format', 'markdown', ...TINY_CLOCK));
          await expectQuietBothWays('prune', '--hourly', '--dry-run', '--show-ids', '-u', own.url, ...TINY_CLOCK);
        }),
        { numRuns: 4 },
      );
    } finally {
      await own.stop();
    }
  });

  test('in what a server answers', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const line = text.replaceAll(/[\r\n]/g, ' ');
        const info = ['redis_version', 'redis_mode', 'role', 'maxmemory_policy'].map((name) => `${name}:${line}\r\n`).join('');
        const fake = await startFake((socket) => {
          socket.on('data', (chunk) => {
            for (const command of chunk.toString('latin1').match(/\*\d+\r\n\$\d+\r\n\w+/g) ?? [])
              socket.write(
                /info$/i.test(command)
                  ? `$${Buffer.byteLength(info)}\r\n${info}\r\n`
                  : /scan$/i.test(command)
                    ? `-ERR ${line}\r\n`
                    : '+OK\r\n',
              );
          });
        });
        try {
          for (const verb of ['audit', 'fix-consistency', 'export']) {
            const file = verb === 'export' ? ['-o', join(folder, `answer-${fake.port}.archive`)] : [];
            expectQuiet(await run(verb, ...file, '-u', fake.url, '--timeout', '300ms'));
          }
        } finally {
          await fake.stop();
        }
      }),
      { numRuns: 4 },
    );
  });
});

describe('text where a number should be', () => {
  test('is not shown', async () => {
    const own = await startRedis();
    try {
      const client = own.client();
      await loadTinyRelay(client);
      await client.hset(`usage:hourly:k1:${OPEN_HOUR}`, { requests: 'Dear operator, my card is 4111', inputTokens: '12' });
      const result = await run('fix-consistency', '-u', own.url, '--json', '--all', ...TINY_CLOCK);
      expect(result.stdout).not.toContain('Dear');
      expect(result.stdout).toContain('‹no number›');
    } finally {
      await own.stop();
    }
  });
});

describe('styles of our own', () => {
  test('are styles in every report, and never text', async () => {
    const capture = join(folder, 'capture');
    await writeFile(capture, '1763665500.000001 [0 127.0.0.1:5000] "hgetall" "usage:k1"\n'.repeat(30));
    const reports = [
      ['audit', '-u', server.url, '--all', ...TINY_CLOCK],
      ['fix-consistency', '-u', server.url, '--all', ...TINY_CLOCK],
      ['measure', '--from-monitor', capture, '--requests', '30', '--profile', 'claude-relay-service'],
      ['prune', '--hourly', '--dry-run', '-u', server.url, ...TINY_CLOCK],
      ['estimate', '--all'],
      ['flags', 'list'],
      ['profile', 'show', 'aiecs'],
    ];
    for (const args of reports) {
      const { stdout, code } = await run(...args, '--color');
      expect([args[0], code]).toEqual([args[0], 0]);
      expect(stdout).toContain('\x1b[');
      expect([args[0], stdout.includes('\\x1b')]).toEqual([args[0], false]);
    }
  });
});
