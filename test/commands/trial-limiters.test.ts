/** `meter trial limiters`: limiters measured on a server of its own. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { TrialLimitersData } from '../../src/lib/trial/model.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { assertMatchesSchema } from '../support/schema.js';

const SHORT = ['--duration', '300ms', '--rate', '200', '--bursts', '2', '--concurrency', '100', '--deadline', '20s'];

let folder: string;
beforeEach(async () => {
  // Where the temporary server has its folder, so that nothing left behind is missed.
  folder = await mkdtemp(join(tmpdir(), 'meter-trial-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the list lets a burst through and takes several round trips; scripts hold the limit in one', async () => {
  const args = ['trial', 'limiters', ...SHORT, '--no-failures', '--json'];
  const { stdout, stderr, code } = await runMeterInside(args, { env: { TMPDIR: folder } });
  expect([code, await readdir(folder)]).toEqual([0, []]);
  const envelope = JSON.parse(stdout) as Envelope<TrialLimitersData>;
  await assertMatchesSchema('trial-limiters', envelope);
  const { limiters, settings, complete } = envelope.data;
  expect([complete, limiters.length, settings.limit]).toEqual([true, 7, 20]);
  expect(stderr).toContain('7 of 7: log in a sorted set');
  for (const { side, commands, serverCommands, bursts, load, closed, keyBytes, failures } of limiters) {
    expect(failures).toBeNull();
    expect([load.calls, load.allowed + load.denied, load.failed]).toEqual([60, 60, 0]);
    expect(closed.calls).toBeGreaterThan(0);
    expect(keyBytes).toBeGreaterThan(0);
    // The server's own counters also hold what the connections of the trial asked while it measured.
    expect(serverCommands).toBeGreaterThanOrEqual(commands - 0.01);
    if (side === 'after') expect([commands, bursts]).toEqual([1, [20, 20]]);
    else {
      expect(commands).toBeGreaterThanOrEqual(3);
      expect(commands).toBeLessThanOrEqual(5);
      for (const allowed of bursts) expect(allowed).toBeGreaterThan(20);
    }
  }
});

test('scripts that are forgotten cost no failed check, a killed server costs some, and all is back', async () => {
  const args = ['trial', 'limiters', ...SHORT, '--limiter', 'legacyList', '--limiter', 'gcra', '--rtt', '0', '--json'];
  const { data } = (await runMeterInside(args)).json<Envelope<TrialLimitersData>>();
  expect(data.limiters.map(({ id }) => id)).toEqual(['legacyList', 'gcra']);
  for (const { side, failures } of data.limiters) {
    const { flush, restart, slow } = failures!;
    expect(restart.failed).toBeGreaterThan(0);
    expect(restart.backMs).not.toBeNull();
    for (const { calls, failed } of [restart, slow]) expect(failed).toBeLessThan(calls);
    if (side === 'before') continue;
    expect(flush.failed).toBe(0);
    // The server did not answer for 600 ms.
    expect(slow.longestMs).toBeGreaterThan(400);
  }
});

test('the report says what a burst and a check come to', async () => {
  const args = ['trial', 'limiters', ...SHORT, '--no-failures', '--limiter', 'legacyList', '--limiter', 'listLog'];
  const { stdout, code } = await runMeterInside(args, { env: { COLUMNS: '100' } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/list, command by command +\d+ +\d+ +does not hold\n +same list, one script +20 +20 +holds\n/);
  expect(stdout).toMatch(/Of a burst 20 pass instead of \d+, where 20 may\. A check takes 1 round trip and a p99 of/);
  expect(stdout.split('\n').length).toBeLessThan(40);
});

test('Ctrl-C ends it with exit 130, and neither a server nor its folder is left', async () => {
  const { code, stdout } = await runMeter(['trial', 'limiters', '--duration', '60s', '--json'], {
    env: { TMPDIR: folder },
    onStart: (child) => child.stderr!.on('data', (text: Buffer) => String(text).includes('1 of 7') && child.kill('SIGINT')),
  });
  expect(code).toBe(130);
  expect((JSON.parse(stdout) as Envelope<TrialLimitersData>).data).toMatchObject({ complete: false, limiters: [] });
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [['--duration', '1h'], 2, '--duration takes at most 600s.'],
  [['--rtt', '2s'], 2, '--rtt takes at most 1s.'],
  [['--window', 'x'], 2, '--window takes a span of time above zero.'],
  [['--limiter', 'other'], 2, '--limiter'],
  [['--section', 'other'], 2, 'There is no section other.'],
])('%s is refused', async (args, exit, words) => {
  const { code, stderr } = await runMeterInside(['trial', 'limiters', ...args]);
  expect([code, stderr]).toEqual([exit, expect.stringContaining(words)]);
});

test('without a server program it says what to install', async () => {
  const { code, stderr } = await runMeterInside(['trial', 'limiters'], { env: { PATH: folder } });
  expect([code, stderr]).toEqual([1, expect.stringContaining('apt-get install redis-server')]);
});
