import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globMatch } from '../../src/lib/keyspace/glob-match.js';
import { anyText } from '../support/any-text.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const text = (unit: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...unit.split('')), minLength: 1, maxLength });

describe('against a server', () => {
  let server: TestServer;
  const names = [...new Set(fc.sample(text('ab*?[]^-\\', 5), { numRuns: 3000, seed: 7 }))];
  beforeAll(async () => {
    server = await startRedis();
    await server.client().mset(names.flatMap((name) => [name, '']));
  });
  afterAll(() => server.stop());

  test('the same names match', async () => {
    const client = server.client();
    await fc.assert(
      fc.asyncProperty(text('ab*?[]^-\\', 7), async (glob) => {
        const [, told] = await client.scan(0, 'MATCH', glob, 'COUNT', 100_000);
        const found = names.filter((name) => globMatch(glob, name));
        expect(found.toSorted()).toEqual(told.toSorted());
      }),
      { numRuns: 1500 },
    );
  });
});

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['?', '', false],
  ['[a-', 'a', true],
  ['h[^e]llo', 'hallo', true],
  ['h[^e]llo', 'hello', false],
  ['h[b-a]llo', 'hallo', true],
  ['\xe8\xa1*', '\xe8\xa1\xa8', true],
  ['a\\', 'a\\', true],
])('%j, %j: %j', (glob, name, matches) => {
  expect(globMatch(glob, name)).toBe(matches);
});

describe('whatever the name', () => {
  const escaped = (name: string): string => name.replace(/[^]/g, '\\$&');
  const anyName = anyText({ maxLength: 40 });

  test('it matches itself, every byte escaped, and nothing else does', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, other) => {
        const glob = escaped(name);
        expect(globMatch(glob, name)).toBe(true);
        expect(globMatch(glob, other)).toBe(name === other);
      }),
    );
  });

  test('stars match what lies between', () => {
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 1, maxLength: 5 }), (parts) => {
        const glob = parts.map(escaped).join('*');
        expect(globMatch(glob, parts.join('between'))).toBe(true);
        expect(globMatch(`${glob}\\!`, `${parts.join('between')}!?`)).toBe(false);
      }),
    );
  });
});

test('many stars do not multiply: what would take longer than the world exists ends', () => {
  for (const stars of [5, 50, 500]) {
    expect(globMatch(`${'a*'.repeat(stars)}b`, 'a'.repeat(5000))).toBe(false);
    expect(globMatch(`${'a*'.repeat(stars)}b`, `${'a'.repeat(5000)}b`)).toBe(true);
  }
});
