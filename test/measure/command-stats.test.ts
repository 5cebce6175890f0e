import { describe, expect, test } from 'vitest';
import { countedIn, doneBetween, type Own } from '../../src/lib/measure/command-stats.js';

const own = (commands: Record<string, number> = {}, bytes = 0): Own => ({
  commands: new Map(Object.entries(commands)),
  traffic: { sent: bytes, received: bytes },
});
const reading = (calls: Record<string, number>, total: number | null = null, run = 'a'): ReturnType<typeof countedIn> =>
  countedIn([
    `# Commandstats\r\n${Object.entries(calls)
      .map(([name, count]) => `cmdstat_${name}:calls=${count},usec=9,usec_per_call=1.00,rejected_calls=0,failed_calls=0\r\n`)
      .join('')}`,
    total === null ? '# Stats\r\n' : `# Stats\r\ntotal_commands_processed:${total}\r\n`,
    `# Server\r\nrun_id:${run}\r\n`,
  ]);

describe('two readings of the statistics', () => {
  test('differ by what was done, without the tool itself; subcommands are their command', () => {
    const before = reading({ get: 10, 'client|setname': 1, info: 5 }, 16);
    const after = reading({ get: 17, 'client|setname': 2, 'client|list': 3, info: 9, hset: 2 }, 33);
    const { calls, total } = doneBetween(before, after, own({ INFO: 3 }));
    expect(Object.fromEntries(calls!)).toEqual({ GET: 7, CLIENT: 4, INFO: 1, HSET: 2 });
    expect(total).toBe(14);
  });

  test('what the server does not tell is not known', () => {
    const nothing = countedIn(['', '# Stats\r\n', '']);
    expect(doneBetween(nothing, nothing, own())).toMatchObject({ calls: null, failed: null, total: null });
    expect(countedIn([null, null, null])).toMatchObject({ calls: null, failed: null, rejected: null, total: null, runId: null });
  });

  test('tell which calls failed, and by which errors', () => {
    const at = (failed: number, rejected: number, errors: number): ReturnType<typeof countedIn> =>
      countedIn([
        `# Commandstats\r\ncmdstat_evalsha:calls=${failed},usec=1,usec_per_call=1.00,rejected_calls=${rejected},failed_calls=${failed}\r\n`,
        null,
        null,
        `# Errorstats\r\nerrorstat_NOSCRIPT:count=${errors}\r\nerrorstat_odd word:count=9\r\n`,
      ]);
    const { failed, rejected, errors } = doneBetween(at(1, 0, 0), at(301, 2, 300), own());
    expect([failed, rejected, errors]).toEqual([
      new Map([['EVALSHA', 300]]),
      new Map([['EVALSHA', 2]]),
      new Map([['NOSCRIPT', 300]]),
    ]);
    const old = countedIn(['# Commandstats\r\ncmdstat_get:calls=1,usec=1,usec_per_call=1.00\r\n', null, null, null]);
    expect(old).toMatchObject({ failed: null, rejected: null, errors: new Map() });
  });

  test('tell the traffic of clients, without replicas and the tool itself', () => {
    const at = (sent: number, received: number, replica?: number): ReturnType<typeof countedIn> =>
      countedIn([
        null,
        `# Stats\r\ntotal_net_input_bytes:${sent}\r\ntotal_net_output_bytes:${received}\r\n` +
          (replica === undefined ? '' : `total_net_repl_input_bytes:0\r\ntotal_net_repl_output_bytes:${replica}\r\n`),
        null,
        null,
      ]);
    expect(doneBetween(at(100, 1000), at(700, 9000), own({}, 50)).traffic).toEqual({ sent: 550, received: 7950 });
    expect(doneBetween(at(100, 1000, 400), at(700, 9000, 6400), own()).traffic).toEqual({ sent: 600, received: 2000 });
    expect(doneBetween(countedIn(['', '# Stats\r\n', '', '']), at(1, 1), own()).traffic).toBeNull();
  });

  test('own commands that were refused are not taken off', () => {
    expect(doneBetween(reading({ get: 1 }), reading({ get: 2 }), own({ PING: 1 })).calls).toEqual(new Map([['GET', 1]]));
  });

  test.each([
    ['a reset', reading({ get: 5 }), reading({ get: 1 })],
    ['a reset that only the total shows', reading({ get: 5 }, 9), reading({ get: 6 }, 2)],
    ['another run', reading({ get: 5 }), reading({ get: 9 }, null, 'b')],
  ])('%s makes them incomparable', (_, before, after) => {
    expect(() => doneBetween(before, after, own())).toThrow(expect.objectContaining({ code: 'not-comparable' }));
  });
});
