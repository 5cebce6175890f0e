import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourAgo, dayAgo } from '../support/clock.js';
import { checkHeld, type Held } from '../support/held-keys.js';

const KEYS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const MODELS = ['claude-opus-4', 'deepseek/deepseek-r1:free'];
/** Well within the lives of hours. */
const HOURS = [30, 31].map((hours) => hourAgo(hours));
const FIELDS = [
  'inputTokens',
  'outputTokens',
  'cacheCreateTokens',
  'cacheReadTokens',
  'requests',
  'allTokens',
  'ephemeral5mTokens',
  'ephemeral1hTokens',
];

/** Small, so that sums often meet, and near what doubles and counters can hold. */
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(0n, 3n) },
  { weight: 1, arbitrary: fc.bigInt(2n ** 53n - 2n, 2n ** 53n + 2n) },
  { weight: 1, arbitrary: fc.bigInt(2n ** 62n, 2n ** 62n + 1n) },
);
const counters = fc
  .tuple(fc.subarray(FIELDS), fc.array(amount, { minLength: FIELDS.length, maxLength: FIELDS.length }))
  .map(([fields, amounts]) => Object.fromEntries(fields.map((field, at) => [field, amounts[at]!])));

type Amounts = Record<string, bigint>;
const texts = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([field, value]) => [field, String(value)]));

describe('sums', () => {
  const part = fc.record({
    key: fc.constantFrom(...KEYS),
    model: fc.constantFrom(...MODELS),
    hour: fc.constantFrom(...HOURS),
    amounts: counters,
  });
  const whole = fc.record({ key: fc.constantFrom(...KEYS), hour: fc.constantFrom(...HOURS), amounts: counters });
  const relay = fc.record({
    parts: fc.uniqueArray(part, { selector: ({ key, model, hour }) => `${key} ${model} ${hour}`, maxLength: 6 }),
    wholes: fc.uniqueArray(whole, { selector: ({ key, hour }) => `${key} ${hour}`, maxLength: 4 }),
    /** Wholes that are made the sum of their parts. */
    right: fc.boolean(),
  });

  test('differ exactly where whole numbers without limit do, by as much', async () => {
    await fc.assert(
      fc.asyncProperty(relay, async ({ parts, wholes, right }) => {
        const sums = new Map<string, Amounts>();
        for (const { key, hour, amounts } of parts) {
          const sum = sums.get(`${key}:${hour}`) ?? {};
          for (const [field, value] of Object.entries(amounts)) sum[field] = (sum[field] ?? 0n) + value;
          sums.set(`${key}:${hour}`, sum);
        }
        const fits = (amounts: Amounts): boolean => Object.values(amounts).every((value) => value < 2n ** 63n);
        const given = new Map(wholes.map(({ key, hour, amounts }) => [`${key}:${hour}`, amounts]));
        if (right) for (const [group, sum] of sums) if (fits(sum)) given.set(group, sum);
        const expected = new Map<string, Amounts>();
        for (const group of new Set([...sums.keys(), ...given.keys()])) {
          const off = FIELDS.flatMap((field) => {
            const delta = (sums.get(group)?.[field] ?? 0n) - (given.get(group)?.[field] ?? 0n);
            return delta === 0n ? [] : [[field, delta] as const];
          });
          if (off.length > 0) expected.set(group, Object.fromEntries(off));
        }
        const held: Held = new Map([
          ...parts.map(
            ({ key, model, hour, amounts }) => [`usage:${key}:model:hourly:${model}:${hour}`, texts(amounts)] as const,
          ),
          ...[...given].map(([group, amounts]) => [`usage:hourly:${group}`, texts(amounts)] as const),
        ]);
        const { findings, counts } = await checkHeld(held, ['S3']);
        const found = new Map(
          findings.map(({ identity, fields }) => [
            identity.split('\n').slice(0, 2).join(':'),
            Object.fromEntries(fields.map(({ field, delta }) => [field, BigInt(delta!)])),
          ]),
        );
        expect(found).toEqual(expected);
        const groups = new Set([...sums.keys(), ...given.keys()]).size;
        expect(counts[0]).toMatchObject({ checked: groups, holds: groups - expected.size, violations: expected.size });
      }),
      { numRuns: 60 },
    );
  });

  test('with a value that is no number are not judged', async () => {
    const [key, hour] = [KEYS[0]!, HOURS[0]!];
    const { counts } = await checkHeld(
      new Map([
        [`usage:${key}:model:hourly:m:${hour}`, { inputTokens: 'NaN', requests: '1' }],
        [`usage:hourly:${key}:${hour}`, { inputTokens: '5', requests: '1' }],
      ]),
      ['S3'],
    );
    expect(counts[0]).toMatchObject({ checked: 1, holds: 0, violations: 0 });
    expect(counts[0]!.unjudged.get('corrupt')).toBe(1);
  });
});

describe('fields of one hash', () => {
  test('differ exactly where their sum does, by as much', async () => {
    const parts = ['inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens'];
    await fc.assert(
      fc.asyncProperty(counters, async (amounts) => {
        const sum = parts.reduce((total, field) => total + (amounts[field] ?? 0n), 0n);
        const delta = sum - (amounts['allTokens'] ?? 0n);
        const name = `usage:hourly:${KEYS[0]}:${HOURS[0]}`;
        // A name that several applications use is told by its fields.
        const { findings } = await checkHeld(new Map([[name, texts(amounts)]]), ['P2']);
        const expected = delta === 0n ? [] : [String(delta)];
        expect(findings.flatMap(({ fields }) => fields.map((field) => field.delta))).toEqual(expected);
        for (const { repair } of findings) if (delta < 0n) expect(repair.kind).toBe('none');
      }),
      { numRuns: 100 },
    );
  });
});

describe('index sets', () => {
  test('lack what keys stand for, and have what stands for none', async () => {
    const ids = [1, 2, 3, 4, 5].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    await fc.assert(
      fc.asyncProperty(fc.subarray(ids), fc.subarray(ids), async (used, listed) => {
        const hour = HOURS[0]!;
        const held = new Map<string, Record<string, string> | readonly string[]>();
        for (const id of used) held.set(`usage:hourly:${id}:${hour}`, { requests: '1' });
        if (listed.length > 0) held.set(`usage:hourly:index:${hour}`, listed);
        const { findings } = await checkHeld(held, ['I2']);
        const off = (side: 'missing' | 'ghosts'): string[] => findings.flatMap(({ members }) => members?.[side] ?? []).sort();
        expect(off('missing')).toEqual(used.filter((id) => !listed.includes(id)));
        expect(off('ghosts')).toEqual(listed.filter((id) => !used.includes(id)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a total that two sums are about', () => {
  const day = dayAgo(48);
  const hours = [`${day}:03`, `${day}:04`];
  const id = KEYS[0]!;
  /** Models add up to 10; the total and its hours are given. */
  const relay = (total: string, perHour: string): Held =>
    new Map([
      [`usage:${id}:model:daily:a:${day}`, { requests: '4' }],
      [`usage:${id}:model:daily:b:${day}`, { requests: '6' }],
      [`usage:daily:${id}:${day}`, { requests: total }],
      ...hours.map((hour) => [`usage:hourly:${id}:${hour}`, { requests: perHour }] as const),
    ]);

  test('is raised when both say that it falls short by as much', async () => {
    const { findings } = await checkHeld(relay('7', '5'), ['S1', 'S6']);
    expect(findings.map(({ repair }) => repair)).toMatchObject([
      { kind: 'raise', fields: [{ field: 'requests', delta: '3', judged: '7' }] },
      { kind: 'raise', fields: [{ field: 'requests', delta: '3', judged: '7' }] },
    ]);
  });

  test.each([
    ['one says that it is right', '8', '4'],
    ['they do not agree', '7', '4'],
  ])('is left alone when %s', async (_, total, perHour) => {
    const { findings } = await checkHeld(relay(total, perHour), ['S1', 'S6']);
    expect(findings.length).toBeGreaterThan(0);
    for (const { repair } of findings) expect(repair).toEqual({ kind: 'none', why: expect.stringContaining('another sum') });
  });
});

test('a cost is raised by all of its decimals', async () => {
  const day = dayAgo(48);
  const id = KEYS[0]!;
  const held: Held = new Map([
    [`usage:cost:hourly:${id}:${day}:03`, '22.21487399999999998'],
    [`usage:cost:hourly:${id}:${day}:04`, '0.0000000000000000000012'],
    [`usage:cost:daily:${id}:${day}`, '0.5'],
  ]);
  const { findings } = await checkHeld(held, ['C2']);
  expect(findings.map(({ repair }) => repair)).toMatchObject([
    { kind: 'raise', fields: [{ judged: '0.5', delta: '21.7148739999999999800012' }] },
  ]);
});

describe('owners that are gone', () => {
  test('are told once, by what is left of them; those that exist are not', async () => {
    const [there, gone] = KEYS as [string, string];
    const held: Held = new Map([
      [`apikey:${there}`, { id: there, name: 'n', apiKey: 'h', isActive: 'true' }],
      [`usage:${there}`, { totalRequests: '1' }],
      [`usage:${gone}`, { totalRequests: '1' }],
      [`usage:hourly:${gone}:${HOURS[0]}`, { requests: '1' }],
    ]);
    const { findings } = await checkHeld(held, ['O1']);
    expect(findings.map(({ key, class: kind, drift }) => [key, kind, drift])).toEqual([[`usage:${gone}`, 'orphan', 'D4']]);
  });
});
