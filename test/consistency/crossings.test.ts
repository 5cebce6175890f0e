import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BASE, DAY_MS, dayAgo, dayEnd, UTC_OFFSET } from '../support/clock.js';
import { checkHeld, type Held } from '../support/held-keys.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const ACCOUNT = '00000000-0000-4000-8000-000000000002';
const MODEL = 'claude-sonnet-4-5';
/** The oldest first; the last one is open. */
const DAYS = Array.from({ length: 8 }, (_, index) => dayAgo(24 * (7 - index)));

interface Tokens {
  requests: number;
  inputTokens: number;
}

/** A request of these tokens is recorded on `day`, but for its later half, which falls into the day after if it `crosses`. */
interface Request {
  day: number;
  tokens: number;
  crosses: boolean;
}

const request = (tokens: fc.Arbitrary<number>): fc.Arbitrary<Request> =>
  fc.record({ day: fc.nat(DAYS.length - 2), tokens, crosses: fc.boolean() });
/** Of as many sizes as one likes, or all alike, as those of somebody who asks whether the relay is up. */
const requests = fc.oneof(
  fc.array(request(fc.integer({ min: 1, max: 1_000 })), { maxLength: 30 }),
  fc.array(request(fc.constant(100)), { maxLength: 30 }),
);

const bookedOn = (all: readonly Request[], day: number, later: boolean): Tokens => {
  const here = all.filter((each) => each.day + (later && each.crosses ? 1 : 0) === day);
  return { requests: here.length, inputTokens: here.reduce((sum, { tokens }) => sum + tokens, 0) };
};

const texts = ({ requests: count, inputTokens }: Tokens): Record<string, string> => ({
  requests: String(count),
  inputTokens: String(inputTokens),
  allTokens: String(inputTokens),
});

const DIME = 10_000;
const usd = (tokens: number): string => `${(tokens / DIME).toFixed(4)}00000001`;

/** What a relay holds after these requests; `lost`, `doubled`: on which day one more has been booked on the first side alone, or twice later. */
function relay(all: readonly Request[], lost: number | null = null, doubled: number | null = null): Held {
  const more: Request = { day: 0, tokens: 7_919, crosses: false };
  return new Map(
    DAYS.flatMap((day, at): [string, string | Record<string, string>][] => {
      const first = bookedOn(lost === null ? all : [...all, { ...more, day: lost }], at, false);
      const later = bookedOn(doubled === null ? all : [...all, { ...more, day: doubled }], at, true);
      const micro = String(first.inputTokens * 100);
      return [
        [`usage:global:daily:${day}`, texts(first)],
        [`usage:model:daily:${MODEL}:${day}`, texts(first)],
        [`account_usage:daily:${ACCOUNT}:${day}`, texts(later)],
        [`account_usage:model:daily:${ACCOUNT}:${MODEL}:${day}`, texts(later)],
        [`usage:${KEY}:model:daily:${MODEL}:${day}`, { ...texts(first), ratedCostMicro: micro, realCostMicro: micro }],
        ...(later.requests === 0
          ? []
          : [
              ['cost', 'cost:real'].map(
                (kind) => [`usage:${kind}:daily:${KEY}:${day}`, usd(later.inputTokens)] as [string, string],
              ),
            ].flat()),
      ];
    }),
  );
}

const SUMS = ['A7', 'A9', 'C4', 'C5'];

const classes = async (held: Held): Promise<string[]> => {
  const { findings } = await checkHeld(held, SUMS);
  return findings.map(({ relation, class: kind, drift, key }) => `${relation.invariant.id} ${kind} ${drift} ${key.slice(-10)}`);
};

describe('requests that crossed midnight', () => {
  test('explain each difference that they make', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (all) => {
        for (const told of await classes(relay(all))) expect(told).toMatch(/ known-drift D17 /);
      }),
      { numRuns: 60 },
    );
  });

  test('leave what one day lacks without any request that crossed', async () => {
    const crossed: Request = { day: 1, tokens: 321, crosses: true };
    const told = await classes(relay([crossed, { day: 5, tokens: 5, crosses: false }], 4));
    const [before, after, lost] = [DAYS[1], DAYS[2], DAYS[4]];
    expect(told.sort()).toEqual(
      [
        ...SUMS.flatMap((id) => [before, after].map((day) => `${id} known-drift D17 ${day}`)),
        ...SUMS.map((id) => `${id} partial-write null ${lost}`),
      ].sort(),
    );
  });

  test('explain nothing that is booked twice', async () => {
    const told = await classes(relay([{ day: 1, tokens: 321, crosses: true }], null, 4));
    expect(told.filter((each) => each.endsWith(DAYS[4]!)).sort()).toEqual(
      SUMS.map((id) => `${id} partial-write null ${DAYS[4]}`).sort(),
    );
  });

  test('leave nothing to repair on a day from which another request was lost', async () => {
    const { findings } = await checkHeld(relay([{ day: 3, tokens: 321, crosses: true }], 3), ['C4']);
    expect(findings.map(({ class: kind, repair }) => [kind, repair.kind])).toEqual([
      ['partial-write', 'none'],
      ['known-drift', 'none'],
    ]);
  });

  test('may have come from a day that is not looked at, and not from one that would be there', async () => {
    const held = relay([{ day: 0, tokens: 321, crosses: true }]);
    const without = new Map([...held].filter(([name]) => !name.endsWith(DAYS[0]!)));
    expect(await classes(without)).toContain(`C4 partial-write null ${DAYS[1]}`);
    const since = new Date(dayEnd(24 * 7));
    const { findings } = await checkHeld(held, SUMS, { since });
    expect(findings.map(({ drift, key }) => [drift, key.slice(-10)])).toEqual(SUMS.map(() => ['D17', DAYS[1]]));
  });
});

describe('a weekly cost that a server start has set', () => {
  /** Start of a week of this key's that began so many days ago. */
  const weekAgo = (days: number): string =>
    new Date(BASE.getTime() - days * DAY_MS + UTC_OFFSET * 3_600_000).toISOString().slice(0, 13);
  const held = (weekly: string | null, real: string, totals: readonly [string, string], days: number): Held =>
    new Map([
      [`usage:opus:real:weekly:${KEY}:${weekAgo(days)}`, real],
      [`usage:opus:total:${KEY}`, totals[0]],
      [`usage:opus:real:total:${KEY}`, totals[1]],
      ...(weekly === null ? [] : [[`usage:opus:weekly:${KEY}:${weekAgo(days)}`, weekly] as const]),
    ]);

  test.each([
    ['to 0', '0', '2.5', ['2.5', '2.5'], 3, ['partial-write raise 2.5']],
    ['to less', '2.25', '2.5', ['9', '9.0000000001'], 3, ['partial-write raise 0.25']],
    ['to nothing', null, '2.5', ['2.5', '2.5'], 3, ['partial-write raise 2.5']],
    ['as it was', '2.5', '2.5', ['2.5', '2.5'], 3, []],
    ['to more, as the first day counts whole', '3', '2.5', ['2.5', '2.5'], 3, []],
    ['to 0 in a week that is over', '0', '2.5', ['2.5', '2.5'], 8, ['known-drift D7']],
    ['to less, of a key with rates', '1', '2.5', ['1', '2.5'], 3, []],
  ] as const)('%s', async (_, weekly, real, totals, days, expected) => {
    const { findings, counts } = await checkHeld(held(weekly, real, totals, days), ['C9']);
    expect(counts[0]!.unjudged.get('incomparable') ?? 0).toBe(totals[0] === '1' ? 1 : 0);
    const told = findings.map(({ class: kind, drift, repair }) =>
      repair.kind === 'raise' ? `${kind} raise ${repair.fields[0]!.delta}` : `${kind} ${drift}`,
    );
    expect(told).toEqual(expected);
  });
});
