/** `.env` files in GBK, and UTF-8 that was read as Latin-1. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byteText, bytesOfText, otherEncodingOf, readableText, wasReadAsLatin1 } from '../../src/lib/format/encoding.js';
import { changeVariables } from '../../src/lib/switches/changes.js';
import { runMeterInside } from '../support/meter-inside.js';

/** Words in GBK. The last bytes of some are letters and signs of ASCII: of 乗 `[`, of 俓 a backslash, of 乣 a backquote. */
const WORDS: readonly (readonly [string, readonly number[]])[] = [
  ['统计', [0xcd, 0xb3, 0xbc, 0xc6]],
  ['端口', [0xb6, 0xcb, 0xbf, 0xda]],
  ['乗乣', [0x81, 0x5c, 0x81, 0x60]],
  ['“中转”', [0xa1, 0xb0, 0xd6, 0xd0, 0xd7, 0xaa, 0xa1, 0xb1]],
];
const gbk = (text: string): Buffer => {
  let rest = text;
  const bytes: number[] = [];
  while (rest !== '') {
    const word = WORDS.find(([characters]) => rest.startsWith(characters));
    if (word) bytes.push(...word[1]);
    else bytes.push(rest.charCodeAt(0));
    rest = rest.slice(word ? word[0].length : 1);
  }
  return Buffer.from(bytes);
};

const name = fc.constantFrom('ENABLE_HOURLY_STATS', 'TOKEN_REFRESH_INTERVAL', 'PORT');
const words = fc.array(fc.constantFrom(...WORDS.map(([characters]) => characters)), { minLength: 1, maxLength: 3 });
const line = fc.oneof(
  words.map((all) => `# ${all.join('')}`),
  fc
    .tuple(name, fc.constantFrom('true', '60', '"15"', ''), fc.option(words, { nil: [] }))
    .map(([key, value, note]) => `${key}=${value}${note.length === 0 ? '' : ` # ${note.join(' ')}`}`),
  fc.constant(''),
);
const file = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, last]) => gbk(['# 统计', ...lines].join(end) + (last ? end : '')));

const linesOf = (bytes: Buffer): string[] => bytes.toString('latin1').split(/\r?\n/);

describe('the bytes of a text', () => {
  test('are kept, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(bytesOfText(byteText(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('have the same ASCII as for a reader of UTF-8', () => {
    const ascii = (text: string): string => text.replaceAll(/[^\0-\u007f]/g, '');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(ascii(byteText(bytes))).toBe(ascii(Buffer.from(bytes).toString('utf8')));
      }),
    );
  });
});

describe('an edit of a file in GBK', () => {
  test('changes one value or adds one line, and no other byte', () => {
    fc.assert(
      fc.property(file, name, fc.constantFrom('false', '120'), (bytes, variable, value) => {
        expect(otherEncodingOf(bytes)).toBe('GBK');
        const { text, changes } = changeVariables(byteText(bytes), new Map([[variable, value]]));
        const after = bytesOfText(text);
        expect(parse(after.toString('utf8'))).toEqual({ ...parse(bytes.toString('utf8')), [variable]: value });
        const [before, now] = [linesOf(bytes), linesOf(after)];
        const other = now.filter((each) => !before.includes(each));
        expect(other.length).toBeLessThanOrEqual(1);
        expect(now.filter((each) => each.startsWith('#'))).toEqual(before.filter((each) => each.startsWith('#')));
        // The note after the value stays as well.
        if (changes[0]!.kind === 'changed') expect(now.length).toBe(before.length);
      }),
      { numRuns: 400 },
    );
  });

  test('and back gives the same bytes', () => {
    fc.assert(
      fc.property(file, name, (bytes, variable) => {
        const before = parse(bytes.toString('utf8'))[variable];
        fc.pre(before !== undefined && before !== '' && !before.includes('\ufffd'));
        const there = changeVariables(byteText(bytes), new Map([[variable, 'false']])).text;
        expect(bytesOfText(changeVariables(there, new Map([[variable, before!]])).text)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

test('the encoding is not guessed from a few bytes', () => {
  expect(otherEncodingOf(Buffer.from('# Gr\u00f6\u00dfe\nA=1\n', 'latin1'))).toBeNull();
  expect(readableText(gbk('# 端口'), 'GBK')).toBe('# 端口');
});

test('UTF-8 that was read as Latin-1 is recognised, and other text is not', () => {
  // As Windows-1252 reads it, in whose place Node's TextDecoder takes Latin-1.
  expect(wasReadAsLatin1('# \u00e4\u00bd\u00bf\u00e7\u201d\u00a8')).toBe(true);
  for (const text of ['使用', '端口设置', '每小时的统计']) {
    expect(wasReadAsLatin1(`# ${Buffer.from(text, 'utf8').toString('latin1')} `)).toBe(true);
    expect(wasReadAsLatin1(`# ${text}`)).toBe(false);
  }
  for (const text of [
    '',
    'Gr\u00f6\u00dfe \u00e0 la carte',
    '\u201cquoted\u201d \u2013 \u20ac',
    '\u00ab\u00e9\u00e8\u00ea\u00bb',
  ])
    expect(wasReadAsLatin1(text)).toBe(false);
});

describe('the verbs', () => {
  let folder: string;
  const ENV = gbk('# 端口\nREDIS_HOST=127.0.0.1\nREDIS_PORT=1\nTOKEN_REFRESH_INTERVAL=15 # 统计\n');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meter-encoding-'));
    await writeFile(join(folder, 'gbk.env'), ENV);
    await writeFile(
      join(folder, 'latin.env'),
      `# ${Buffer.from('使用', 'utf8').toString('latin1')}\nTOKEN_REFRESH_INTERVAL=15\n`,
    );
    await writeFile(join(folder, 'password.env'), gbk('# 端口\nREDIS_HOST=127.0.0.1\nREDIS_PASSWORD=统计\n'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const meter = (...args: string[]) => runMeterInside(args, { cwd: folder });

  test('set edits the file, shows its comments, and names the encoding', async () => {
    const { stdout, code } = await meter(
      'flags',
      'set',
      'TOKEN_REFRESH_INTERVAL=60',
      '--env-file',
      'gbk.env',
      '--yes',
      '--offline',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('gbk.env is in GBK');
    expect(stdout).toContain('iconv -f GBK -t UTF-8 gbk.env');
    expect(stdout).toContain('+TOKEN_REFRESH_INTERVAL=60 # 统计');
    expect(await readFile(join(folder, 'gbk.env'))).toEqual(Buffer.from(ENV.toString('latin1').replace('=15', '=60'), 'latin1'));
  });

  test('list and estimate read it', async () => {
    const listed = await meter('flags', 'list', '--env-file', 'gbk.env', '--offline', '--lang', 'zh-CN');
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain('gbk.env 是 GBK 编码');
    const estimated = await meter('estimate', '--env-file', 'gbk.env', '--offline');
    expect(estimated).toMatchObject({ code: 0, stdout: expect.stringContaining('gbk.env is in GBK') });
  });

  test('and what was read as Latin-1 is told', async () => {
    const { stdout, code } = await meter(
      'flags',
      'set',
      'TOKEN_REFRESH_INTERVAL=60',
      '--env-file',
      'latin.env',
      '--dry-run',
      '--offline',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('UTF-8 that was read as Latin-1');
  });

  test('an address in another encoding is refused, and not used as it is not', async () => {
    const { stderr, code } = await meter('audit', '--env-file', 'password.env');
    expect(code).toBe(2);
    expect(stderr).toContain('password.env is in GBK');
  });
});
