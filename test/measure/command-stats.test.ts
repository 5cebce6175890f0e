import { describe, expect, test } from 'vitest';
import { countedIn, doneBetween } from '../../src/lib/measure/command-stats.js';

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
    const { calls, total } = doneBetween(before, after, new Map([['INFO', 3]]));
    expect(Object.fromEntries(calls!)).toEqual({ GET: 7, CLIENT: 4, INFO: 1, HSET: 2 });
    expect(total).toBe(14);
  });

  test('what the server does not tell is not known', () => {
    const nothing = countedIn(['', '# Stats\r\n', '']);
    expect(doneBetween(nothing, nothing, new Map())).toEqual({ calls: null, total: null });
    expect(countedIn([null, null, null])).toEqual({ calls: null, total: null, runId: null });
  });

  test('own commands that were refused are not taken off', () => {
    expect(doneBetween(reading({ get: 1 }), reading({ get: 2 }), new Map([['PING', 1]])).calls).toEqual(new Map([['GET', 1]]));
  });

  test.each([
    ['a reset', reading({ get: 5 }), reading({ get: 1 })],
    ['a reset that only the total shows', reading({ get: 5 }, 9), reading({ get: 6 }, 2)],
    ['another run', reading({ get: 5 }), reading({ get: 9 }, null, 'b')],
  ])('%s makes them incomparable', (_, before, after) => {
    expect(() => doneBetween(before, after, new Map())).toThrow(expect.objectContaining({ code: 'not-comparable' }));
  });
});
