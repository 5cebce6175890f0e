import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../src/lib/consistency/case.js';
import { settle } from '../../src/lib/consistency/settle.js';
import type { KeySource } from '../../src/lib/consistency/source.js';
import { NO_STATE } from '../../src/lib/recognise/state-note.js';
import { hourAgo } from '../support/clock.js';
import { readyInvariant, type ReadyInvariant } from '../support/judging.js';

const NAME = `usage:hourly:key:${hourAgo(30)}`;

/** What one reading of the key shows; `null`: there is none. */
type Shown = { input: string; all: string } | null;
const off = (input: number, by: number): Shown => ({ input: String(input), all: String(input + by) });

interface Told {
  readings: number;
  /** Deltas that are certain. */
  confirmed: (string | null)[];
  unsettled: number;
  unjudged: number;
}

/** Settles keys whose value at the nth reading is what `script` says. */
async function settled(
  { relation, planOf, context }: ReadyInvariant,
  script: (reading: number) => Shown,
  { still = false, keys = 1 } = {},
): Promise<Told> {
  const told: Told = { readings: 0, confirmed: [], unsettled: 0, unjudged: 0 };
  const source: KeySource = {
    still,
    partial: null,
    state: () => Promise.resolve(NO_STATE),
    scan: () => Promise.resolve(),
    names: () => Promise.resolve(),
    read(questions) {
      const shown = script(++told.readings);
      const value = shown && ['inputTokens', shown.input, 'allTokens', shown.all];
      return Promise.resolve(questions.map((group) => group.map(({ db, name }) => ({ db, name, value, ttlMs: null }))));
    },
  };
  const cases = Array.from({ length: keys }, (_, order): Case => {
    const name = `${NAME}${order === 0 ? '' : order}`;
    return { relation, db: 0, texts: [name], parts: [{ name, plan: planOf('usage.hourly') }], whole: [], left: [], order };
  });
  for await (const { confirmed, unsettled, unjudged } of settle(cases, source, context)) {
    for (const { findings } of confirmed) for (const { fields } of findings) told.confirmed.push(fields[0]!.delta);
    told.unsettled += unsettled.length;
    told.unjudged += unjudged.length;
  }
  return told;
}

test('of what stands still one reading is enough, and tells every difference', async () => {
  const ready = await readyInvariant('P2');
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000), fc.integer({ min: -1_000, max: 1_000 }), async (input, by) => {
      const told = await settled(ready, () => off(input, Math.max(by, -input)), { still: true });
      const delta = -Math.max(by, -input);
      expect(told).toEqual({ readings: 1, confirmed: delta === 0 ? [] : [String(delta)], unsettled: 0, unjudged: 0 });
    }),
  );
});

test('what is quiet is certain at the second reading', async () => {
  expect(await settled(await readyInvariant('P2'), () => off(5, -2))).toEqual({
    readings: 2,
    confirmed: ['2'],
    unsettled: 0,
    unjudged: 0,
  });
});

test('what holds once holds, at whichever reading', async () => {
  const ready = await readyInvariant('P2');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (holdsAt) => {
      const told = await settled(ready, (reading) => off(reading * 7, reading === holdsAt ? 0 : -reading));
      expect(told).toEqual({ readings: holdsAt, confirmed: [], unsettled: 0, unjudged: 0 });
    }),
    { numRuns: 6 },
  );
});

test('a key that goes while it is read holds', async () => {
  const told = await settled(await readyInvariant('P2'), (reading) => (reading === 1 ? off(5, -2) : null));
  expect(told).toMatchObject({ readings: 2, confirmed: [] });
});

test('what is written all the time and differs by the same is certain after twelve readings', async () => {
  expect(await settled(await readyInvariant('P2'), (reading) => off(reading * 7, -3))).toMatchObject({
    readings: 12,
    confirmed: ['3'],
  });
});

test('what is never twice the same is not told', async () => {
  expect(await settled(await readyInvariant('P2'), (reading) => off(reading * 100, -reading))).toEqual({
    readings: 30,
    confirmed: [],
    unsettled: 1,
    unjudged: 0,
  });
});

test('what most readings show is certain only while none shows less', async () => {
  const ready = await readyInvariant('P2');
  const mostly = (rarely: number) => settled(ready, (reading) => off(reading * 100, reading % 3 === 1 ? -rarely : -5));
  expect(await mostly(9)).toMatchObject({ confirmed: ['5'], unsettled: 0 });
  expect(await mostly(4)).toMatchObject({ confirmed: [], unsettled: 1 });
});

test('a value that is no number is not judged', async () => {
  const told = await settled(await readyInvariant('P2'), () => ({ input: 'many', all: '7' }));
  expect(told).toEqual({ readings: 1, confirmed: [], unsettled: 0, unjudged: 1 });
});

test('many keys are settled some after the other, each of them', async () => {
  const told = await settled(await readyInvariant('P2'), () => off(5, -2), { still: true, keys: 1_200 });
  expect(told.confirmed).toHaveLength(1_200);
  expect(told.readings).toBe(3);
});
