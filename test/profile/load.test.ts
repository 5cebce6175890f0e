import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT, MeterError } from '../../src/lib/format/errors.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { loadProfile, readProfile } from '../../src/lib/profile/load.js';
import { parseProfile } from '../../src/lib/profile/profile-file.js';

const YAML = `name: my-app
title: My app
readFrom: my-app 2.0
versions: { oldest: "1.0", newest: "2.10" }
placeholders:
  key: { kind: segment, dimension: api-key }
  date: { kind: date }
families:
  - id: usage.daily
    pattern: app:usage:{key}:{date}
    type: hash
    fields: { requests: requests }
    ttl: 32d
    grain: day
    valueClass: optional
    role: counter
    breaks: The daily chart.
    examples: [app:usage:k1:2026-11-20]
fingerprints:
  - { since: "2.0", family: usage.daily, name: "^app:", sign: app exists }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-profile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'my.yaml');
  await writeFile(path, text);
  return path;
}

async function failure(promise: Promise<unknown>): Promise<MeterError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MeterError);
  expect((error as MeterError).exitCode).toBe(EXIT.usage);
  return error as MeterError;
}

const parseFailure = (text: string): Promise<MeterError> => failure(Promise.resolve().then(() => parseProfile(text, 'my.yaml')));

describe('a built-in profile', () => {
  test('is found by its name', async () => {
    expect((await loadProfile('aiecs')).name).toBe('aiecs');
  });

  test('of one version leaves out what that version does not write, and what refers to it', async () => {
    const profile = await loadProfile('new-api@g1');
    expect(profile.families.some((family) => family.since === 'G2')).toBe(false);
    expect(profile.fingerprints?.map(({ family }) => family)).toEqual(['token']);
  });

  test.each([
    ['newapi', 'new-api'],
    ['claude', 'claude-relay-service'],
    ['AIECS', 'aiecs'],
  ])('%s is unknown, and %s is suggested', async (name, suggestion) => {
    const error = await failure(loadProfile(name));
    expect(error.message).toBe(`There is no profile named "${name}".`);
    expect(error.suggestions.join(' ')).toContain(suggestion);
  });

  test('that resembles none is answered with all names', async () => {
    const error = await failure(loadProfile('constructor'));
    expect(error.suggestions.join(' ')).toContain('claude-relay-service, aiecs, new-api, one-api');
  });

  test.each(['G3', 'G0', 'latest', ''])('has no version "%s"', async (version) => {
    const error = await failure(loadProfile(`new-api@${version}`));
    expect(error.message).toBe(`Profile new-api knows versions G1 to G2, not "${version}".`);
  });

  test('without versions takes none', async () => {
    expect((await failure(loadProfile('aiecs@2.1.2'))).message).toBe('Profile aiecs has no versions.');
  });
});

describe('a YAML file', () => {
  test('becomes a profile', async () => {
    const profile = await loadProfile(await file(YAML));
    expect(profile.families[0]).toMatchObject({
      id: 'usage.daily',
      ttl: { expires: true, seconds: 32 * 86_400, rearmed: 'each-write' },
    });
    expect(profile.fingerprints?.[0]?.name).toEqual(/^app:/);
  });

  test.each([
    ['none', { expires: false }],
    ['12h', { expires: true, seconds: 43_200, rearmed: 'each-write' }],
    ['90', { expires: true, seconds: 90, rearmed: 'each-write' }],
    ['{ expires: false }', { expires: false }],
    ['{ expires: true, rearmed: never, note: its window }', { expires: true, rearmed: 'never', note: 'its window' }],
    ['{ expires: true, seconds: 10m, rearmed: each-use }', { expires: true, seconds: 600, rearmed: 'each-use' }],
  ])('may write its TTL as %s', (ttl, expected) => {
    expect(parseProfile(YAML.replace('ttl: 32d', `ttl: ${ttl}`), 'my.yaml').families[0]?.ttl).toEqual(expected);
  });

  test.each([
    ['a tab for an indent', '    grain: day', '\tgrain: day', 'line 14, column 1'],
    ['a list that does not end', 'examples: [app:usage:k1:2026-11-20]', 'examples: [a', 'line 19, column'],
    ['a member twice', 'title: My app', 'name: again', 'line 2, column 1'],
    [
      'a type that is none',
      'type: hash',
      'type: hashmap',
      'line 11, column 11: families[0].type must be one of string, list, set',
    ],
    ['an unknown member', '    grain: day', '    grian: day', 'line 14, column 5: families[0]'],
    [
      'text in place of a mapping',
      'key: { kind: segment, dimension: api-key }',
      'key: segment',
      'line 6, column 8: placeholders.key must be a mapping',
    ],
    ['a TTL that is no duration', 'ttl: 32d', 'ttl: a month', 'line 13, column 10: families[0].ttl must be none, a duration'],
    ['half a second', 'ttl: 32d', 'ttl: 500ms', 'line 13, column 10: families[0].ttl.seconds must be whole seconds'],
    [
      'a release without quotes',
      'newest: "2.10"',
      'newest: 2.10',
      'line 4, column 36: versions.newest must be a release in quotes',
    ],
    ['an expression that is none', '"^app:"', '"(app"', 'line 20, column 48: fingerprints[0].name must be a regular expression'],
    [
      'a pattern beyond ASCII',
      'app:usage:{key}',
      'äpp:usage:{key}',
      'line 10, column 14: families[0].pattern must be printable ASCII',
    ],
    ['a name that is none', 'name: my-app', 'name: My App', 'line 1, column 7: name must be kebab-case'],
    ['nothing where text must be', 'title: My app', 'title:', 'line 2, column 7: title must be text'],
  ])('with %s is refused with line and column', async (_, from, to, place) => {
    const { message } = await parseFailure(YAML.replace(from, to));
    expect(message.startsWith(`my.yaml, ${place}`), message).toBe(true);
    expect(message).toMatch(/[^.]\.$/);
    expect(message).not.toContain('\n');
  });

  test.each([
    ['a kind that is none', 'kind: sums', 'line 23, column 23: consistency.invariants[0].kind must be fields, sum, presence'],
    [
      'no parts',
      'kind: fields, in: [{ families: [usage.daily], whole: requests }]',
      'line 23, column 36: consistency.invariants[0].in[0].parts is missing',
    ],
    ['a number for a family', 'kind: index, index: 7', 'line 23, column 37: consistency.invariants[0].index must be text'],
    [
      'an amount that is none',
      'kind: ttl, families: [{ family: usage.daily, seconds: soon }]',
      'line 23, column 71: consistency.invariants[0].families[0].seconds must be',
    ],
    [
      'an unknown member',
      'kind: owner, dimension: user, guards: []',
      'line 23, column 47: consistency.invariants[0] has no member guards',
    ],
  ])('whose invariant has %s is refused with line and column', async (_, invariant, place) => {
    const consistency = `consistency:\n  invariants:\n    - { id: T1, ${invariant}, title: t, cause: c }\n`;
    const { message } = await parseFailure(`${YAML}${consistency}`);
    expect(message.startsWith(`my.yaml, ${place}`), message).toBe(true);
  });

  test('names the place of what is missing by its parent', async () => {
    const { message } = await parseFailure(YAML.replace('    role: counter\n', ''));
    expect(message).toBe('my.yaml, line 9, column 5: families[0].role is missing.');
  });

  test.each([
    ['nothing', '', 'line 1, column 1: the profile must be a mapping'],
    ['a word', 'hello', 'line 1, column 1: the profile must be a mapping'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'line 2, column'],
    ['an alias without an anchor', 'name: *gone\n', 'line 1, column 7'],
  ])('of %s is refused', async (_, text, place) => {
    const { message } = await parseFailure(text);
    expect(message.startsWith(`my.yaml, ${place}`), message).toBe(true);
  });

  test('that unfolds its aliases without end is refused', async () => {
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`),
    ];
    expect((await parseFailure(bomb.join('\n'))).message).toMatch(/alias/i);
  });

  test('damaged anywhere is read, or refused in one line', () => {
    fc.assert(
      fc.property(fc.nat(YAML.length), fc.nat(12), fc.string({ maxLength: 5 }), (at, length, text) => {
        try {
          parseProfile(YAML.slice(0, at) + text + YAML.slice(at + length), 'my.yaml');
        } catch (error) {
          expect(error).toBeInstanceOf(MeterError);
          expect((error as MeterError).message).toMatch(/^my\.yaml, line \d+, column \d+: .+\.$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('that is not there is refused', async () => {
    expect((await failure(loadProfile('./not-there.yaml'))).message).toBe(
      'The profile ./not-there.yaml cannot be read: there is no such file.',
    );
    expect((await failure(loadProfile(`${folder}/`))).message).toContain('it is a directory');
  });

  test('that is no sound profile is refused for use but can be read', async () => {
    const path = await file(YAML.replace('2026-11-20]', 'today]'));
    const error = await failure(loadProfile(path));
    expect(error.message).toBe(
      `${path} is not a valid profile: family usage.daily: example app:usage:k1:today belongs to no family.`,
    );
    expect((await readProfile(path)).name).toBe('my-app');
  });
});

test.each([
  ['rate-limiter-flexible@login', 'login:203.0.113.9', 'rlflx:203.0.113.9'],
  ['rate-limiter-flexible@login:', 'login:203.0.113.9', 'rlflx:203.0.113.9'],
  ['upstash-ratelimit@{api}', '{api}:ann:29402000', '@upstash/ratelimit:ann:29402000'],
  ['rate-limit-redis@x-', 'x-203.0.113.9', 'rl:203.0.113.9'],
])('%s has the key names of its caller', async (spec, name, usual) => {
  const profile = await loadProfile(spec);
  expect(lintProfile(profile)).toEqual([]);
  const compiled = compileProfile(profile);
  expect(compiled.classify(name)?.family.id).toBe('window');
  expect(compiled.classify(usual)).toBeNull();
});

test('a beginning of names that is none is refused, and so is one of a library that has none', async () => {
  await expect(loadProfile('rate-limiter-flexible@')).rejects.toMatchObject({ exitCode: 2 });
  await expect(loadProfile('redis-rate@x')).rejects.toMatchObject({ exitCode: 2 });
});
