/** Plans and profiles of others, and clocks that run ahead: nothing of them takes what is protected. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { readPlan } from '../../src/lib/change/plan/file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { contentsOf } from '../support/server-contents.js';
import { isClosedHour, loadTinyRelay, OPEN_HOUR, TINY_CLOCK } from '../support/tiny-relay.js';
import { serverTime } from '../support/server-clock.js';

let server: TestServer;
let folder: string;
let sound: Record<string, unknown>;
beforeAll(async () => {
  server = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'meter-plan-'));
  await loadTinyRelay(server.client());
  const path = join(folder, 'sound.json');
  const { code, stderr } = await meter(['prune', '--hourly', '--list-keys', ...TINY_CLOCK, '-o', path]);
  expect(code, stderr).toBe(0);
  sound = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await server.client().flushall();
  await loadTinyRelay(server.client());
});

const meter = ([verb, ...args]: readonly string[]) => runMeterInside([verb!, '-u', server.url, ...args], { cwd: folder });

let made = 0;
async function planFile(plan: unknown): Promise<string> {
  const path = join(folder, `plan-${made++}.json`);
  await writeFile(path, typeof plan === 'string' ? plan : JSON.stringify(plan));
  return path;
}

/** Fails unless it ends so and no key is another than before. */
async function untouched(args: readonly string[], code: number, message: string): Promise<void> {
  const before = await contentsOf(server.client());
  const result = await meter(args);
  expect(result.stderr).toContain(message);
  expect(result.code).toBe(code);
  expect(await contentsOf(server.client())).toEqual(before);
}

/** The sound plan with another value at that place, or none where it is `undefined`. */
function edited(place: string, value: unknown): Record<string, unknown> {
  const plan = structuredClone(sound);
  const way = place.split('.');
  const last = way.pop()!;
  const node = way.reduce((each, part) => each[part] as Record<string, unknown>, plan);
  node[last] = value;
  return plan;
}

describe('a clock that is ahead of the server', () => {
  const ahead = async (ms: number): Promise<string> => new Date((await serverTime(server.client())) + ms).toISOString();

  test.each([3_600_000, 80 * 365 * 86_400_000])('of a plan is refused: by %i ms', async (ms) => {
    const plan = await planFile(edited('clock.now', await ahead(ms)));
    await untouched(['apply', plan, '--yes'], 4, "The plan's clock is ");
  });

  test.each([
    ['prune', '--hourly', '--yes'],
    ['prune', '--hourly', '--dry-run'],
    ['migrate', '--rollup', 'hourly:daily', '--yes'],
    ['fix-consistency', '--apply', '--yes'],
  ])('is refused as --now of %s %s %s', async (...args) => {
    await untouched([...args, '--now', await ahead(3_600_000)], 4, '--now is ');
  });

  test('by less than a minute is the same clock', async () => {
    const now = await ahead(20_000);
    const { code, stderr } = await meter(['prune', '--hourly', '--dry-run', '--now', now, '--utc-offset', '8']);
    expect(code, stderr).toBe(0);
  });
});

describe('a plan', () => {
  test('that is as it was made removes what is over, and nothing else', async () => {
    const { code } = await meter(['apply', await planFile(sound), '--yes']);
    const left = await server.client().keys('*');
    expect(code).toBe(0);
    expect(left.filter(isClosedHour)).toEqual([]);
    expect(left.filter((name) => name.endsWith(OPEN_HOUR)).length).toBeGreaterThan(5);
  });

  const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  test.each<[string, unknown]>([
    ['clock.utcOffset', 99],
    ['clock.utcOffset', -13],
    ['clock.utcOffset', 5.5],
    ['clock.marginHours', 1e9],
    ['clock.now', 'tomorrow'],
    ['clock', null],
    ['selection.setTtlMs', 1e300],
    ['selection.families', 'x'],
    ['families.0.pattern', 7],
    ['families.0.samples', undefined],
    ['families.0.names', ['no base64!']],
    ['families', {}],
    ['asTyped', 'x'.repeat(100_000)],
    ['target.db', 'all'],
    ['keys', -1],
    ['notes', [null]],
    ['cost', 'nothing'],
  ])('with an odd %s is refused by its name: %#', async (place, value) => {
    await untouched(['apply', await planFile(edited(place, value)), '--yes'], 2, place);
  });

  test.each(['', '7', '[]', 'null', '{', DEEP, `{"clock":${DEEP}}`])('that is no plan at all is refused: %#', async (text) => {
    await untouched(['apply', await planFile(text), '--yes'], 2, 'is no plan that can be carried out: it holds no JSON object.');
  });

  test('may hold fields that are not known, and they are not shown', async () => {
    const plan = edited('later', 'version');
    const { code, stdout } = await meter(['apply', await planFile(plan), '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('later');
  });

  test('with any one value replaced is read as a plan or refused as none', async () => {
    const paths = pathsOf(sound);
    const odd = fc.oneof(fc.constantFrom(null, -1, 1e308, '', [], {}, true, 'x'.repeat(70_000)), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), odd, async (path, value) => {
        const plan = edited(path.join('.'), value);
        const outcome = await readPlan(await planFile(plan)).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(MeterError);
      }),
      { numRuns: Number(process.env['METER_FUZZ_CASES'] ?? 150) },
    );
  });
});

/** The way to each value. */
const pathsOf = (node: unknown, way: string[] = []): string[][] =>
  typeof node === 'object' && node !== null
    ? Object.entries(node).flatMap(([key, value]) => [[...way, key], ...pathsOf(value, [...way, key])])
    : [];

describe('what a built-in profile protects', () => {
  /** An application of somebody's own, which calls API keys and their totals statistics by the hour. */
  const PROFILE = `
name: greedy
title: Greedy
readFrom: nowhere
placeholders:
  x: { kind: segment }
  rest: { kind: greedy }
families:
  - { id: keys, pattern: 'apikey:{x}', examples: ['apikey:k1'], type: hash, fields: { id: text }, ttl: 60, grain: none, valueClass: excess, role: counter, breaks: Nothing. }
  - { id: totals, pattern: 'usage:{x}', examples: ['usage:k1'], type: hash, fields: { id: text }, ttl: 60, grain: none, valueClass: excess, role: counter, breaks: Nothing. }
  - { id: own, pattern: 'somebody:{rest}', examples: ['somebody:else:a'], type: string, ttl: none, grain: none, valueClass: excess, role: counter, breaks: Nothing. }
`;
  let profile: string;
  beforeAll(async () => {
    profile = join(folder, 'greedy.yaml');
    await writeFile(profile, PROFILE);
  });

  test.each([
    [['--family', 'keys', '--family', 'totals', '--family', 'own']],
    [['--leaked']],
    [['--family', 'keys', '--set-ttl', '1h']],
  ])('stays, whatever a profile of one’s own says: %s', async (args) => {
    const { code, stdout, stderr } = await meter(['prune', ...args, '--profile', profile, '--yes', '--json']);
    expect(code, stderr).toBe(0);
    const { data } = JSON.parse(stdout) as { data: { plan: { protected: { family: string; keys: number; reason: string }[] } } };
    expect(data.plan.protected).toContainEqual(
      expect.objectContaining({ family: 'keys', keys: 2, reason: 'that a built-in profile protects' }),
    );
    expect(await server.client().exists('apikey:k1', 'apikey:k2', 'usage:k1', 'usage:k2')).toBe(4);
    expect(await server.client().pttl('apikey:k1')).toBe(-1);
  });

  test('goes no other way, while what nobody else knows goes', async () => {
    const { code, stderr } = await meter(['prune', '--family', 'own', '--profile', profile, '--yes']);
    expect(code, stderr).toBe(0);
    expect(await server.client().keys('somebody:*')).toEqual([]);
  });

  test('stays when a plan names that profile', async () => {
    const made = join(folder, 'own.json');
    expect((await meter(['prune', '--family', 'own', '--profile', profile, '-o', made])).code).toBe(0);
    const plan = JSON.parse(await readFile(made, 'utf8')) as { selection: { families: string[] }; families: { id: string }[] };
    plan.selection.families = ['keys', 'totals'];
    plan.families = ['keys', 'totals'].map((id) => ({ ...plan.families[0], id }));
    await untouched(['apply', await planFile(plan), '--yes'], 0, '');
  });

  test('keeps its name', async () => {
    await untouched(['migrate', '--from', 'apikey:{x}', '--to', 'gone:{x}', '--profile', profile, '--yes'], 0, '');
  });
});
