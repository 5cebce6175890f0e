import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, type Cell, type Expected } from '../../src/lib/measure/cells.js';

const cell = (command: string, count: number, family?: Cell['family'], more: Partial<Cell> = {}): Cell => ({
  command,
  count,
  family,
  unrecognised: false,
  inScript: false,
  ...more,
});
const line = (source: string, command: string, count: number, family: string | null = 'f', withRequests = true): Expected => ({
  event: source,
  source,
  command,
  count,
  family,
  withRequests,
  inScript: false,
  always: false,
});
const shares = (cells: readonly Cell[], expected: readonly Expected[]): [string, number][][] =>
  explain(cells, expected).map(({ parts }) => parts.map((part) => [part.expected.source, part.count]));

describe('sharing out what was counted', () => {
  test('each gets what it expects, and nothing explains the rest', () => {
    const expected = [line('auth', 'HGETALL', 1), line('api-key', 'HGETALL', 3), line('api-key', 'HSET', 1)];
    const cells = [cell('HGETALL', 6), cell('HSET', 1), cell('PING', 2)];
    expect(shares(cells, expected)).toEqual([
      [
        ['auth', 1],
        ['api-key', 3],
      ],
      [['api-key', 1]],
      [],
    ]);
    expect(explain(cells, expected).map(({ left }) => left)).toEqual([2, 0, 2]);
  });

  test('too few are shared out in proportion', () => {
    expect(shares([cell('HGETALL', 2)], [line('auth', 'HGETALL', 1), line('api-key', 'HGETALL', 3)])).toEqual([
      [
        ['auth', 0.5],
        ['api-key', 1.5],
      ],
    ]);
  });

  test('requests come before timers', () => {
    const expected = [line('background', 'GET', 5, 'f', false), line('limiter', 'GET', 4)];
    expect(shares([cell('GET', 6)], expected)).toEqual([
      [
        ['limiter', 4],
        ['background', 2],
      ],
    ]);
  });

  test('a key of another family explains nothing, nor does one that the profile does not know', () => {
    const expected = [line('limiter', 'GET', 4, 'f'), line('other', 'PING', 4, null)];
    const cells = [cell('GET', 1, 'g'), cell('GET', 1, 'f'), cell('GET', 1, null, { unrecognised: true }), cell('PING', 1, null)];
    expect(explain(cells, expected).map(({ left }) => left)).toEqual([1, 0, 1, 0]);
  });

  test('what is expected without a key is expected of any', () => {
    const cells = [cell('HINCRBY', 3, 'f'), cell('HINCRBY', 3, 'g'), cell('HINCRBY', 3, null, { unrecognised: true })];
    expect(explain(cells, [line('token-usage', 'HINCRBY', 4, null)]).map(({ left }) => left)).toEqual([0, 2, 3]);
  });

  test('calls of a script that the profile cannot name are those of its family', () => {
    const expected = [line('quota', 'REDIS.CALL', 4, 'token')];
    const inScript = { inScript: true };
    const cells = [cell('HGET', 3, 'token', inScript), cell('HSET', 2, 'token', inScript), cell('HSET', 2, 'token')];
    expect(explain(cells, expected).map(({ left }) => left)).toEqual([0, 1, 2]);
  });

  test('an event of which a command is missing was not sent', () => {
    const always = (event: string, command: string, family: string): Expected => ({
      ...line(event, command, 5, family),
      always: true,
    });
    const expected = [always('limiter', 'GET', 'f'), always('limiter', 'INCR', 'f'), always('auth', 'GET', 'f')];
    for (const family of ['f', undefined])
      expect(shares([cell('GET', 4, family), cell('SET', 9, family)], expected)).toEqual([[['auth', 4]], []]);
    // Sent once at most, it gets one of the GET.
    expect(shares([cell('GET', 6, 'f'), cell('INCR', 1, 'f')], expected)).toEqual([
      [
        ['limiter', 1],
        ['auth', 5],
      ],
      [['limiter', 1]],
    ]);
  });

  test('nothing is lost, and none gets more than it expects', () => {
    const count = fc.oneof(fc.nat({ max: 50 }), fc.double({ min: 0, max: 50, noNaN: true }));
    const family = fc.constantFrom('f', 'g', null);
    const name = fc.constantFrom('GET', 'SET', 'DEL');
    const lines = fc.array(
      fc.record({
        event: fc.constantFrom('a', 'b', 'c'),
        source: fc.constantFrom('a', 'b', 'c'),
        always: fc.boolean(),
        command: name,
        family,
        count,
        withRequests: fc.boolean(),
        inScript: fc.constant(false),
      }),
    );
    const cells = fc.uniqueArray(fc.record({ command: name, family, count: fc.nat({ max: 99 }) }), {
      selector: ({ command, family: of }) => `${command} ${of}`,
    });
    fc.assert(
      fc.property(cells, lines, fc.boolean(), (counted, expected, seen) => {
        const given = seen
          ? counted.map(({ command, family: of, count: number }) => cell(command, number, of))
          : ['GET', 'SET'].map((command) => cell(command, counted.filter((one) => one.command === command).length));
        const explained = explain(given, expected);
        for (const each of explained) {
          const sum = each.parts.reduce((total, part) => total + part.count, 0);
          expect(sum + each.left).toBeCloseTo(each.cell.count, 6);
          expect(each.left).toBeGreaterThanOrEqual(0);
        }
        const parts = explained.flatMap((each) => each.parts);
        for (const one of expected) {
          const got = parts.filter((part) => part.expected === one).reduce((total, part) => total + part.count, 0);
          expect(got).toBeLessThanOrEqual(one.count + 1e-6);
        }
      }),
    );
  });
});
