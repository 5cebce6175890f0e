import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patternGlob } from '../../src/lib/profile/glob.js';
import { escapeLiteral, fillPattern } from '../../src/lib/profile/pattern.js';
import { patternCase } from '../support/pattern-arbitraries.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const nameOf = (alphabet: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.string({ unit: alphabet, minLength: 1, maxLength: 10 });
const special = fc.constantFrom('[', ']', '*', '?', '\\', '^', ' ', '-', '{', '}', ':', 'a', 'b');
const ascii = nameOf(
  fc.oneof(
    special,
    fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  ),
);
const anyBytes = nameOf(
  fc.oneof(
    special,
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  ),
);

describe('a glob made from a pattern, as the server reads it', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  /** Which of the names the server finds by the glob. */
  async function matches(glob: string, names: readonly string[]): Promise<string[]> {
    const client = server.client();
    await client.flushall();
    await client.mset(names.flatMap((name) => [bytes(name), 'x']));
    const [, found] = (await client.callBuffer('SCAN', '0', 'MATCH', bytes(glob), 'COUNT', '10000')) as [Buffer, Buffer[]];
    client.disconnect();
    return found.map((name) => name.toString('latin1')).sort();
  }

  it('finds exactly the name that it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(ascii, { minLength: 1, maxLength: 30 }), async (names) => {
        const [wanted] = names;
        expect(await matches(patternGlob(escapeLiteral(wanted!)), names)).toEqual([wanted]);
      }),
      { numRuns: 80 },
    );
  });

  it('is printable, and still finds a name of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyBytes, { minLength: 1, maxLength: 10 }), async (names) => {
        const glob = patternGlob(escapeLiteral(names[0]!));
        expect(glob).toMatch(/^[ -~]+$/);
        expect(await matches(glob, names)).toContain(names[0]);
      }),
      { numRuns: 40 },
    );
  });

  it('finds every name of a pattern', async () => {
    await fc.assert(
      fc.asyncProperty(patternCase, async ({ pattern, values }) => {
        const name = fillPattern(pattern, values);
        expect(await matches(patternGlob(pattern), [name])).toEqual([name]);
      }),
      { numRuns: 60 },
    );
  });
});

it('puts a star for each placeholder', () => {
  expect(patternGlob('usage:{keyId}:m[1m]:{model}')).toBe('usage:*:m\\[1m\\]:*');
});
