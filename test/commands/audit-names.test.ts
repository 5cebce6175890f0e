import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { audit, NOW, auditInside } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const KEY_ID = '99185c0f-1583-475c-b329-5d8d991eb10c';

const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u001b]0;title\u0007',
  'line\r\nbreak\ttab',
  '\u0000nul\u007fdel',
  '\u009b31mC1',
  'right\u202eleft\u2066isolate\u2069',
  'zero\u200bwidth\ufeff',
  '\u2028line separator',
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '|pipe| `tick` <b>html</b>',
  '表情😀',
  '%s %d ${x} <%= x %>',
];

const SHARED = 16;

/** Everything that moves a cursor, colours, reverses or hides; only the line feed is a report's own. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let server: TestServer;
let count: number;
beforeAll(async () => {
  server = await startRedis();
  const client = server.client();
  for (const name of HOSTILE) {
    await client.set(name, 'x');
    await client.set(`${name}:${name}`, 'x'.repeat(3000));
    await client.hset(`usage:${KEY_ID}:model:daily:${name}:2026-11-20`, 'requests', '1');
    await client.hset(`usage:daily:${name.replaceAll(':', '')}:2026-11-20`, 'requests', '1');
    // What many keys share is shown as it is, though it is no word.
    for (let index = 0; index < SHARED; index++) await client.set(`${name}:${index}`, 'x');
  }
  const bytes = [
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from([0xc0, 0xaf]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.alloc(300, 0x1b),
  ];
  for (const name of bytes) await client.set(name, 'x');
  count = HOSTILE.length * (4 + SHARED) + bytes.length;
  expect(await client.dbsize()).toBe(count);
});
afterAll(() => server.stop());

describe('hostile key names', () => {
  test.each([['text'], ['json'], ['csv'], ['tsv'], ['markdown']])('no control character in %s', async (format) => {
    for (const more of [[], ['--show-ids', '--all']]) {
      const { stdout, stderr, code } = await runMeterInside(['audit', '-u', server.url, '--format', format, ...more]);
      expect(code).toBe(0);
      expect(stdout.length).toBeGreaterThan(500);
      expect(HARMFUL.exec(stdout + stderr)).toBeNull();
    }
  });

  test('nor from a filter given on the command line, nor from a file name', async () => {
    const filter = ['--pattern', '\u001b[31m*\u202e'];
    for (const format of ['text', 'json']) {
      const { stdout, stderr } = await runMeterInside(['audit', '-u', server.url, ...filter, '--format', format]);
      expect(HARMFUL.exec(stdout + stderr)).toBeNull();
    }
    const { stderr } = await runMeterInside(['audit', '-u', server.url, '-o', '/nowhere/\u001b[31m\u202e']);
    expect(HARMFUL.exec(stderr)).toBeNull();
  });

  test('no CSV cell is a formula', async () => {
    const { stdout } = await runMeterInside(['audit', '-u', server.url, '--format', 'csv', '--show-ids']);
    const cells = stdout.split('\n').flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    expect(cells.filter((cell) => /^"?[=+@\t\r＝＋－＠]/.test(cell) || /^"?-\D/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^"?'[=+@-]/.test(cell)).length).toBeGreaterThan(0);
  });

  test('each key is counted, and the report keeps to its schema', async () => {
    const { data, envelope } = await auditInside(['-u', server.url]);
    expect(data.keys).toBe(count);
    expect(data.source.countProven).toBe(true);
    await assertMatchesSchema('audit', envelope);
  });

  test('a pattern is matched byte by byte', async () => {
    const { data } = await audit(['-u', server.url, '--pattern', '表情*']);
    expect(data.keys).toBe(2 + SHARED);
  });
});

describe('databases', () => {
  let own: TestServer;
  beforeAll(async () => {
    own = await startRedis();
  });
  afterAll(() => own.stop());
  afterEach(() => own.client().flushall());

  test('an empty one', async () => {
    const { data, envelope, code } = await auditInside(['-u', own.url]);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      keys: 0,
      families: [],
      findings: [],
      profiles: [],
      source: { countProven: true, partial: null },
    });
    await assertMatchesSchema('audit', envelope);
    for (const format of ['text', 'csv', 'tsv', 'markdown']) {
      const { stdout, stderr, code: exit } = await runMeterInside(['audit', '-u', own.url, '--format', format]);
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test('number 15, while 0 is empty', async () => {
    const client = own.client({ db: 15 });
    for (let index = 0; index < 30; index++) await client.set(`session:x${index}`, '1', 'EX', 600);
    expect((await auditInside(['-u', own.url])).data.keys).toBe(0);
    for (const args of [
      ['-u', own.url, '--db', '15'],
      ['-u', `${own.url}/15`],
      ['-u', own.url, '-n', '15'],
    ]) {
      const { data, envelope } = await auditInside(args);
      expect(data.keys).toBe(30);
      expect(data.databases).toEqual([{ db: 15, keys: 30, withTtl: 30, scanned: 30 }]);
      expect(envelope.target).toMatchObject({ db: 15, name: `127.0.0.1:${own.port}/15` });
    }
  });

  test('all of them, with totals of each', async () => {
    for (const [db, keys] of [
      [0, 7],
      [3, 600],
      [15, 20],
    ] as const) {
      const pipeline = own.client({ db }).pipeline();
      for (let index = 0; index < keys; index++) pipeline.set(`thing:${index}`, 'x');
      await pipeline.exec();
    }
    const { data, envelope } = await auditInside(['-u', own.url, '--db', 'all']);
    expect(data.databases).toEqual([
      { db: 0, keys: 7, withTtl: 0, scanned: 7 },
      { db: 3, keys: 600, withTtl: 0, scanned: 600 },
      { db: 15, keys: 20, withTtl: 0, scanned: 20 },
    ]);
    expect(data).toMatchObject({ keys: 627, source: { countProven: true } });
    expect(envelope.target).toMatchObject({ db: 'all', name: `127.0.0.1:${own.port}/all` });
    const { stdout } = await runMeterInside(['audit', '-u', own.url, '--db', 'all', '--now', NOW]);
    expect(stdout).toMatch(/db0 7 keys · db3 600 keys · db15 20 keys/);
  });

  test('one that the server does not have: exit 5, one sentence', async () => {
    const { stdout, stderr, code } = await runMeterInside(['audit', '-u', own.url, '--db', '99']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 5 });
    expect(stderr).toContain('has no database 99');
  });
});

describe('100,000 keys of random names', () => {
  test('all counted, in a bounded number of families; or as many as a command ceiling allows', async () => {
    const crowded = await startRedis();
    try {
      // A script is the quickest way to many names.
      await crowded.client().eval(
        `for i = 1, 100000 do
           local hash = redis.sha1hex(tostring(i))
           local parts = {}
           for j = 0, i % 4 do parts[#parts + 1] = string.sub(hash, j * 8 + 1, j * 8 + 2 + (i % 6)) end
           redis.call('SET', table.concat(parts, ':') .. '~' .. i, 'x')
         end`,
        0,
      );
      const { data, stdout, code } = await auditInside(['-u', crowded.url]);
      expect(code).toBe(0);
      expect(data).toMatchObject({ keys: 100_000, source: { countProven: true } });
      expect(data.families.reduce((sum, { keys }) => sum + keys, 0)).toBe(100_000);
      expect(data.families.length).toBeLessThanOrEqual(200);
      expect(stdout.length).toBeLessThan(400_000);

      await crowded.client().eval("for i = 1, 100000 do redis.call('SET', 'more:' .. i, 'x') end", 0);
      const cut = await auditInside(['-u', crowded.url, '--max-commands', '40']);
      expect(cut.code).toBe(6);
      expect(cut.data.source).toMatchObject({ partial: 'max-commands', countProven: false });
      expect(cut.data.keys).toBeGreaterThan(0);
      expect(cut.data.keys).toBeLessThan(200_000);
      expect(cut.envelope.spent?.commands).toBeLessThanOrEqual(40);
    } finally {
      await crowded.stop();
    }
  });
});
