import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineHeads } from '../../src/lib/measure/line-heads.js';
import { parseMonitorLine } from '../../src/lib/measure/monitor-line.js';
import { anyText } from '../support/any-text.js';

/** As the server writes an argument (`sdscatrepr`): one character per byte. */
const quoted = (text: string): string => `"${Array.from(text, (byte) => ESCAPED[byte] ?? printable(byte)).join('')}"`;
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};
const printable = (byte: string): string =>
  byte >= ' ' && byte <= '~' ? byte : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString('latin1'));
const client = fc.oneof(
  fc.constantFrom(
    'lua',
    '127.0.0.1:50000',
    '[::1]:6379',
    '[2001:db8::1]:40000',
    'unix:/tmp/a b/redis.sock',
    'unix:/tmp/x]y.sock',
  ),
  fc.ipV4().map((ip) => `${ip}:1`),
);
const command = fc.record({
  seconds: fc.integer({ min: 1, max: 4_000_000_000 }),
  micros: fc.integer({ min: 0, max: 999_999 }),
  db: fc.integer({ min: 0, max: 99_999 }),
  client,
  args: fc.array(bytes, { minLength: 1, maxLength: 8 }),
});
interface Command {
  seconds: number;
  micros: number;
  db: number;
  client: string;
  args: string[];
}
const HEAD = { seconds: 1, micros: 500_000, db: 0, client: 'lua' };
const lineOf = ({ seconds, micros, db, client: from, args }: Command): string =>
  `${seconds}.${String(micros).padStart(6, '0')} [${db} ${from}] ${args.map(quoted).join(' ')}`;

describe('a line of MONITOR', () => {
  test.each([
    ['1339518083.107412 [0 127.0.0.1:60866] "keys" "*"', { db: 0, inScript: false, args: ['keys', '*'] }],
    ['+1339518083.107412 [9 lua] "hset" "a" "b" "1"', { db: 9, inScript: true, args: ['hset', 'a', 'b', '1'] }],
    [
      String.raw`1.5 [0 [::1]:5] "set" "k\x00\"]" "\\ \n\r\t\a\b"`,
      { db: 0, inScript: false, args: ['set', 'k\0"]', '\\ \n\r\t\x07\b'] },
    ],
    ['1.5 [0 unix:/tmp/r.sock] "ping"', { db: 0, inScript: false, args: ['ping'] }],
  ])('%s', (line, expected) => {
    expect(parseMonitorLine(line)).toMatchObject(expected);
  });

  test.each([
    'OK',
    '',
    '-ERR unknown command',
    '1.5 [0 lua]',
    '1.5 [0 lua] ',
    '1.5 [0 lua] "get',
    '1.5 [0 lua] get',
    '1.5 [0 lua] "get" ',
    '1.5 [0 lua] "get""k"',
    '1.5 [0 lua]  "get"',
    String.raw`1.5 [0 lua] "get\q"`,
    String.raw`1.5 [0 lua] "get\xZZ"`,
    '1.5 [x lua] "get"',
    '15 [0 lua] "get"',
    '1.5 0 lua "get"',
  ])('%j is none', (line) => {
    expect(parseMonitorLine(line)).toBeNull();
  });

  test('every command comes back, whatever its bytes and its client', () => {
    fc.assert(
      fc.property(command, (sent) => {
        const line = parseMonitorLine(lineOf(sent));
        expect(line).toEqual({
          time: Number(`${sent.seconds}.${String(sent.micros).padStart(6, '0')}`),
          db: sent.db,
          inScript: sent.client === 'lua',
          args: sent.args,
        });
      }),
    );
  });

  test('a line that is cut has the arguments that are whole, and no other', () => {
    fc.assert(
      fc.property(command, fc.nat({ max: 400 }), (sent, at) => {
        const line = lineOf(sent);
        const head = line.slice(0, at);
        const read = parseMonitorLine(head, true);
        if (!read) return;
        expect(read.args).toEqual(sent.args.slice(0, read.args.length));
      }),
    );
  });

  test('any text is read or refused, never believed in part', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 200 }), fc.boolean(), (text, cut) => {
        const head = Buffer.from(text).toString('latin1');
        for (const line of [head, `1.5 [0 lua] ${head}`, `1.5 [0 lua] "get" ${head}`]) {
          const read = parseMonitorLine(line, cut);
          expect(read?.args.length).not.toBe(0);
          // What is read as whole says all that the line says, whichever way its bytes were written.
          if (read && !cut) expect(parseMonitorLine(lineOf({ ...HEAD, args: read.args }))).toEqual(read);
        }
      }),
    );
  });
});

describe('lines out of chunks', () => {
  const collect = (chunks: readonly Buffer[], headBytes: number): { head: string; cut: boolean }[] => {
    const found: { head: string; cut: boolean }[] = [];
    const lines = new LineHeads((head, cut) => found.push({ head, cut }), headBytes);
    for (const chunk of chunks) lines.push(chunk);
    lines.end();
    return found;
  };
  const split = (whole: Buffer, cuts: readonly number[]): Buffer[] => {
    const places = [...cuts.map((cut) => cut % (whole.length + 1)), 0, whole.length].sort((a, b) => a - b);
    return places.slice(1).map((place, index) => whole.subarray(places[index], place));
  };
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', '"', ' ', '\\', 'é'), maxLength: 30 }), { maxLength: 10 });

  test('come out the same however the bytes are divided, and no longer than what is kept', () => {
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, cuts, keep, end) => {
          const latin = lines.map((line) => Buffer.from(line).toString('latin1'));
          const whole = Buffer.from(latin.map((line) => line + end).join(''), 'latin1');
          const found = collect(split(whole, cuts), keep);
          expect(found).toHaveLength(lines.length);
          for (const [index, { head, cut }] of found.entries()) {
            const line = latin[index]!;
            expect(line.startsWith(head.replace(/\r$/, ''))).toBe(true);
            expect(head.length).toBeLessThanOrEqual(keep);
            if (line.length + end.length - 1 <= keep) expect({ head, cut }).toEqual({ head: line, cut: false });
            else expect(cut).toBe(true);
          }
        },
      ),
    );
  });

  test('a last line without an end is handed out too, and nothing after a stop', () => {
    expect(collect([Buffer.from('one\ntw'), Buffer.from('o')], 100)).toEqual([
      { head: 'one', cut: false },
      { head: 'two', cut: false },
    ]);
    const found: string[] = [];
    const lines = new LineHeads((head) => {
      found.push(head);
      lines.stop();
    });
    lines.push(Buffer.from('one\ntwo\nthree'));
    lines.end();
    expect(found).toEqual(['one']);
  });
});
