import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtinNames } from '../../src/lib/profile/builtin/index.js';
import type { CheckedProfile, ProfileDetails, ProfileSummary } from '../../src/lib/report/profile/data.js';
import { displayWidth } from '../../src/lib/format/width.js';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';
import { assertMatchesSchema } from '../support/schema.js';

const MINE = `name: mine
title: Mine
readFrom: mine
placeholders: { id: { kind: integer } }
families:
  - id: thing
    pattern: mine:{id}
    type: string
    ttl: 7d
    grain: none
    valueClass: operational
    role: cache
    breaks: Nothing.
    examples: ["mine:7"]
`;

let folder: string;
let sound: string;
let unsound: string;
let broken: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-profile-'));
  [sound, unsound, broken] = ['sound.yaml', 'unsound.yaml', 'broken.yaml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(sound, MINE);
  await writeFile(unsound, MINE.replace('mine:7', 'mine:seven'));
  await writeFile(broken, MINE.replace('type: string', 'type: text'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const escape = (text: string): string => text.replaceAll(/[.{}]/g, String.raw`\$&`);

const NAMES = builtinNames;

describe('profile list', () => {
  test('names every built-in profile', async () => {
    const { stdout, stderr, code } = await runMeter(['profile', 'list']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${NAMES.length} profiles; `));
  });

  test('as JSON matches its schema', async () => {
    const result = await runMeterInside(['profile', 'list', '--json']);
    const { data } = result.json<{ data: { profiles: ProfileSummary[] } }>();
    await assertMatchesSchema('profile-list', result.json());
    expect(data.profiles.map(({ name }) => name)).toEqual(NAMES);
    expect(data.profiles[2]).toMatchObject({ versions: { oldest: 'G1', newest: 'G2' }, families: expect.any(Number) });
  });
});

describe('profile show', () => {
  test('lists the families of a version', async () => {
    const { stdout, code } = await runMeterInside(['profile', 'show', 'new-api@G1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}rateLimit:GA\{ip\} +ip-limit.ga +list +20 min +operational +none$/m);
    expect(stdout).not.toContain('rateLimit:v2');
  });

  test.each(['80', '100', '200'])('shows patterns whole at %s columns, on one screen', async (COLUMNS) => {
    const shown = async (...flags: string[]): Promise<string> =>
      (await runMeterInside(['profile', 'show', 'claude-relay-service', ...flags], { env: { COLUMNS } })).stdout;
    const screen = await shown();
    const lines = screen.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Number(COLUMNS));
    const { families } = (await builtinProfile('claude-relay-service'))!;
    for (const { pattern } of families.slice(0, 25)) expect(screen).toContain(`  ${pattern}  `);
    if (COLUMNS === '80') return;
    const all = await shown('--all');
    for (const { pattern, id } of families) expect(all).toMatch(new RegExp(`^ {2}${escape(pattern)} +${escape(id)}(?: |$)`, 'm'));
  });

  test('shows one family in full, by its pattern as well', async () => {
    const { stdout, code } = await runMeterInside(['profile', 'show', 'aiecs', '--family', 'token-usage']);
    expect(code).toBe(0);
    for (const fact of [
      'token_usage:{user}:{period}',
      'total_tokens (tokens)',
      'usage_limit (tokens)',
      "The user's usage and usage limit of that period",
      'TTL       none',
    ]) {
      expect(stdout).toContain(fact);
    }
    const byPattern = await runMeterInside(['profile', 'show', 'aiecs', '--family', 'token_usage:{user}:{period}']);
    expect(byPattern.stdout).toBe(stdout);
  });

  test('shows a file, and as JSON matches its schema', async () => {
    const result = await runMeterInside(['profile', 'show', sound, '--json']);
    await assertMatchesSchema('profile-show', result.json());
    const { profile } = result.json<{ data: { profile: ProfileDetails } }>().data;
    expect(profile.families).toMatchObject([
      { id: 'thing', pattern: 'mine:{id}', expires: true, ttlSeconds: 604_800, since: null },
    ]);
  });

  test.each(['account-usage.hourly', 'billing.events', 'usage.records', 'limiter.redeem'])(
    'as JSON holds what the text says of %s',
    async (id) => {
      const words = async (...flags: string[]): Promise<string> =>
        (await runMeterInside(['profile', 'show', 'claude-relay-service', '--family', id, ...flags])).stdout;
      const { data } = JSON.parse(await words('--json')) as { data: { profile: ProfileDetails } };
      const [family] = data.profile.families;
      const text = (await words()).replace(/\s+/g, ' ');
      const said = [family!.keep?.reader, family!.growth?.note, family!.ttlNote, ...family!.examples, ...family!.evidenceFields];
      for (const fact of said) if (fact) expect(text).toContain(fact);
      expect(text.includes(' Keep ')).toBe(family!.keep !== null);
      expect(text.includes(' Growth ')).toBe(family!.growth !== null);
      expect(text.includes(' Value ')).toBe(family!.value !== null);
      expect(family!.examples.length).toBeGreaterThan(0);
    },
  );

  test('of every built-in profile matches the schema as JSON', async () => {
    for (const name of NAMES) {
      const result = await runMeterInside(['profile', 'show', name, '--json']);
      await assertMatchesSchema('profile-show', result.json());
    }
  });

  test.each([
    [['newapi'], 'There is no profile named "newapi".', 'Did you mean new-api'],
    [['new-api@G9'], 'Profile new-api knows versions G1 to G2, not "G9".', 'new-api@G2'],
    [['new-api', '--family', 'tokn'], 'No family "tokn" is known here.', 'Did you mean token'],
    [['./gone.yaml'], 'The profile ./gone.yaml cannot be read: there is no such file.', ''],
  ])('%s is a usage error with the next step', async (args, message, hint) => {
    const { stdout, stderr, code } = await runMeterInside(['profile', 'show', ...args]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(`meter: ${message}\n`);
    expect(stderr).toContain(hint);
  });
});

describe('profile check', () => {
  test('finds every built-in profile sound', async () => {
    const { stdout, code } = await runMeterInside(['profile', 'check']);
    expect(stdout.match(/ sound$/gm)).toHaveLength(NAMES.length);
    expect(stdout).toContain(`\n${NAMES.length} profiles are sound.\n`);
    expect(code).toBe(0);
  });

  test('exits with 3 and lists what is wrong', async () => {
    const { stdout, code } = await runMeterInside(['profile', 'check', unsound]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/\n {2}mine +1 +1 +wrong\n/);
    expect(stdout).toContain('- thing: example mine:seven belongs to no family\n');
    expect(stdout).toMatch(/\n1 problem in 1 profile\.\n$/);
    const csv = await runMeterInside(['profile', 'check', unsound, '--format', 'csv', '--section', 'problems']);
    expect(csv).toMatchObject({
      code: 3,
      stdout: 'profile,family,problem\nmine,thing,example mine:seven belongs to no family\n',
    });
  });

  test('as JSON matches its schema, with the same exit code', async () => {
    const result = await runMeterInside(['profile', 'check', unsound, '--json']);
    await assertMatchesSchema('profile-check', result.json());
    expect(result.code).toBe(3);
    expect(result.json<{ data: { checked: CheckedProfile[] } }>().data.checked).toEqual([
      { name: 'mine', families: 1, problems: [{ family: 'thing', problem: 'example mine:seven belongs to no family' }] },
    ]);
  });

  test('of a file that is no profile exits with 2 and names line and column', async () => {
    const message = `${broken}, line 8, column 11: families[0].type must be one of string, list, set, zset, hash, stream.`;
    const plain = await runMeterInside(['profile', 'check', broken]);
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).toContain(`meter: ${message}\n`);
    const json = await runMeterInside(['profile', 'check', broken, '--json']);
    expect(json.code).toBe(2);
    await assertMatchesSchema('error', json.json());
    expect(json.json<{ error: { message: string } }>().error.message).toBe(message);
  });
});
