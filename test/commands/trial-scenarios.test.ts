/** `meter trial scenarios`: ways to record requests, measured on a server of its own. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { TrialScenariosData } from '../../src/lib/trial/scenarios/model.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { assertMatchesSchema } from '../support/schema.js';

const SHORT = ['--requests', '12', '--rate', '200', '--concurrency', '4', '--rtt', '0'];

let folder: string;
beforeEach(async () => {
  // Where the temporary server has its folder, so that nothing left behind is missed.
  folder = await mkdtemp(join(tmpdir(), 'meter-trial-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const trial = async (...args: string[]): Promise<TrialScenariosData> => {
  const { stdout, code } = await runMeterInside(['trial', 'scenarios', ...SHORT, '--json', ...args], { env: { TMPDIR: folder } });
  expect([code, await readdir(folder)]).toEqual([0, []]);
  const envelope = JSON.parse(stdout) as Envelope<TrialScenariosData>;
  await assertMatchesSchema('trial-scenarios', envelope);
  return envelope.data;
};

test('the server counts as many commands as the estimate computes, and each request is recorded', async () => {
  const { scenarios, killed, settings, complete } = await trial('--no-kill', '--api-keys', '3', '--models', '2');
  expect([complete, killed, settings.release]).toEqual([true, [], '1.1.314']);
  const saving: Record<string, number[]> = {};
  for (const { id, kind, measured, computed, claim, requests, failed, recorded, latency, byCommand } of scenarios) {
    if (claim) saving[id] = [claim.least, claim.most];
    expect([id, requests, failed, recorded]).toEqual([id, 12, 0, kind === 'statistics' ? 0 : 12]);
    expect(latency!.max).toBeGreaterThanOrEqual(latency!.p50);
    expect(byCommand.reduce((sum, { perRequest }) => sum + perRequest, 0)).toBeCloseTo(measured.commands, 6);
    const { sent, commands, roundTrips } = measured;
    if (kind === 'buffer') {
      // Money, lists and events at once, and at least one batch.
      expect([sent > 1, roundTrips > 1, commands > 26]).toEqual([true, true, true]);
      continue;
    }
    // A script also writes its note, and asks whether the API key exists.
    const notes = kind === 'script' ? 2 : 0;
    expect([id, sent, commands, roundTrips]).toEqual([id, computed.sent, computed.commands + notes, computed.roundTrips]);
  }
  expect(scenarios.map(({ id, measured }) => [id, measured.roundTrips]).slice(0, 7)).toEqual([
    ['now', 12],
    ['ENABLE_HOURLY_STATS', 12],
    ['ENABLE_MINUTE_STATS', 12],
    ['ENABLE_MODEL_STATS', 12],
    ['ENABLE_DETAILED_CACHE_STATS', 12],
    ['switches', 12],
    ['script', 1],
  ]);
  expect(saving).toMatchObject({
    ENABLE_HOURLY_STATS: [0.3, 0.3],
    switches: [0.7, 0.7],
    script: [0.5, 0.6],
    'buffer-60s': [0.8, 0.9],
    statistics: [0.97, 0.97],
  });
});

test('a killed process loses what it had in memory, and no cost that limits are held against', async () => {
  const { killed, scenarios } = await trial('--scenario', 'script', '--scenario', 'buffer-60s');
  expect(scenarios.map(({ id }) => id)).toEqual(['script', 'buffer-60s']);
  for (const { id, handedOver, acknowledged, recorded, lost } of killed) {
    // It is killed when half of them are acknowledged.
    expect([acknowledged >= 6, handedOver >= acknowledged]).toEqual([true, true]);
    expect(lost.usdOfRequests).toBeCloseTo(lost.requests * 0.01, 9);
    expect(recorded.usd).toBeGreaterThanOrEqual(0.01 * acknowledged - 1e-9);
    expect(lost.usd).toBeLessThanOrEqual(0.01 * (handedOver - acknowledged) + 1e-9);
    if (id === 'script') expect(lost.requests).toBeLessThanOrEqual(handedOver - acknowledged);
    else expect([recorded.requests, lost.requests]).toEqual([0, handedOver]);
  }
  expect(killed).toHaveLength(2);
});

test('another release writes what it writes', async () => {
  const { scenarios, settings } = await trial('--no-kill', '--scenario', 'now', '--profile', 'claude-relay-service@1.1.183');
  // 148 of statistics, 7 of costs, 5 of the list, 3 of the API key, and the event.
  expect([settings.release, scenarios[0]!.measured.commands, scenarios[0]!.computed.commands]).toEqual(['1.1.183', 164, 164]);
});

test('the report fits one screen, and ends with what the remedies come to', async () => {
  const some = ['now', 'switches', 'script', 'buffer-60s'].flatMap((id) => ['--scenario', id]);
  const { stdout, stderr, code } = await runMeterInside(['trial', 'scenarios', ...SHORT, ...some], { env: { COLUMNS: '100' } });
  expect([code, stderr]).toEqual([0, expect.stringContaining('7 of 7: buffered, 1 min, killed in mid-run')]);
  expect(stdout).toMatch(/\n {2}as it is +277 +277 +12 /);
  expect(stdout).toMatch(/\n {2}the 4 switches off +100 +100 +63\.9 % +70 % +12 /);
  expect(stdout).toMatch(/\n {2}one script a request +275 +273 +0\.7 % +50-60 % +1 /);
  expect(stdout).toMatch(/\n {2}buffered, 1 min +\d+ +\d+ +0 +\d+ +\$0\.\d+ +\$0/);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Recording a request takes 277 commands and 12 round trips. One script takes 1 round trip, for 275 commands.',
  );
  // Six further scenarios have a line each, and one of them also as killed.
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40 - 7);
});

test.each([
  ['csv', /^scenario,id,commands,estimate,saves,/],
  ['markdown', /\| scenario +\| commands \|/],
])('as %s', async (format, head) => {
  const args = ['trial', 'scenarios', ...SHORT, '--no-kill', '--scenario', 'script', '--format', format];
  const { stdout, code } = await runMeterInside(args);
  expect([code, stdout]).toEqual([0, expect.stringMatching(head)]);
});

test.each([
  ['1 of 14', []],
  ['2 of 2', ['--scenario', 'script']],
])('Ctrl-C at %s ends it with exit 130, and neither a server nor its folder is left', async (progress, more) => {
  const args = ['trial', 'scenarios', '--requests', more.length === 0 ? '100000' : '40', '--rate', '20', '--json', ...more];
  const { code, stdout } = await runMeter(args, {
    env: { TMPDIR: folder },
    onStart: (child) => child.stderr!.on('data', (text: Buffer) => String(text).includes(progress) && child.kill('SIGINT')),
  });
  expect(code).toBe(130);
  expect((JSON.parse(stdout) as Envelope<TrialScenariosData>).data).toMatchObject({ complete: false, killed: [] });
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [['--rtt', '2s'], '--rtt takes at most 1s.'],
  [['--scenario', 'other'], 'There is no scenario other.'],
  [['--profile', 'new-api'], 'Profile new-api does not say what a request writes'],
  [['--profile', 'claude-relay-service@0.1'], 'knows versions'],
  [['--section', 'other'], 'There is no section other.'],
])('%s is refused', async (args, words) => {
  const { code, stderr } = await runMeterInside(['trial', 'scenarios', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});
