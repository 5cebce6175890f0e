/** A client or a proxy that answers anything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimiter, fixedWindow, functionClient, gcra, type Answer } from '../../src/lib/limiter/index.js';

const reply = fc.oneof(
  fc.anything(),
  fc.array(fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null)), { maxLength: 6 }),
  fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer(), fc.integer(), fc.integer(), fc.integer()),
);

const isWhole = (value: number | null): boolean => Number.isInteger(value) && value! >= 0;

/** Whether all figures are those that a limiter can have. */
const isSound = ({ used, remaining, resetAt, retryAfter, failure }: Answer): boolean =>
  failure ? used === null && remaining === null && resetAt === null : [used, remaining, resetAt, retryAfter].every(isWhole);

test.each([
  ['a script', gcra({ limit: 3, windowMs: 1_000 })],
  ['INCREX', fixedWindow({ limit: 3, windowMs: 1_000 })],
])('whatever is replied to %s is answered', async (_what, rules) => {
  await fc.assert(
    fc.asyncProperty(reply, fc.boolean(), async (value, isError) => {
      // An object with a function `then` would be awaited.
      const client = functionClient(() =>
        isError ? Promise.reject(value as Error) : Promise.resolve({ value }).then((each) => each.value),
      );
      const answer = await createLimiter({ client, rules, onError: 'closed' }).check('alice');
      expect(isSound(answer)).toBe(true);
      if (isError) expect(answer).toMatchObject({ allowed: false, source: 'failure' });
    }),
    { numRuns: 300 },
  );
});
