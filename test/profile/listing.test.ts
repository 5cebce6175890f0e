import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { listingsOf, memberParser } from '../../src/lib/profile/listing.js';
import { fillPattern } from '../../src/lib/profile/pattern.js';

const profiles = (await builtinProfiles()).map(compileProfile);
const listings = profiles.flatMap((profile) => listingsOf(profile).map((listing) => ({ profile, listing })));
const byId = (id: string) => listings.find(({ listing }) => listing.index.family.id === id)!.listing;

const models = fc.array(fc.stringMatching(/^[\w.@/-]{1,12}$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(':'));
const values = fc.record({
  keyId: fc.uuid(),
  accountId: fc.uuid(),
  model: models,
  date: fc.constantFrom('2026-11-20', '2024-02-29'),
  hour: fc.constantFrom('2026-11-20:03', '2026-11-20:23'),
  month: fc.constantFrom('2026-11'),
});

describe('listingsOf', () => {
  test('the relay has twelve index sets, each with a marker', () => {
    expect(listings.map(({ listing }) => listing.index.family.id)).toHaveLength(12);
    expect(listings.every(({ listing }) => listing.marker !== null)).toBe(true);
  });

  test.each(listings.map(({ profile, listing }) => [listing.index.family.id, profile, listing] as const))(
    '%s: from a key to its member and back, also with colons in the model',
    (_, profile, listing) => {
      fc.assert(
        fc.property(values, (captures) => {
          const name = fillPattern(listing.listed.family.pattern, captures);
          fc.pre(profile.classify(name)?.family === listing.listed.family);
          const { index, member } = listing.entryOf(name);
          expect(profile.classify(index)?.family).toBe(listing.index.family);
          expect(listing.keysOf(index)(member)).toBe(name);
          expect(profile.classify(listing.markerOf(index)!)?.family).toBe(listing.marker!.family);
        }),
      );
    },
  );

  test('the names are those of the application', () => {
    const index = 'usage:keymodel:hourly:index:2026-11-20:03';
    const name = 'usage:k1:model:hourly:claude:v2:2026-11-20:03';
    expect(byId('index.key-model.hourly').keysOf(index)('k1:claude:v2')).toBe(name);
    expect(byId('index.key-model.hourly').entryOf(name)).toEqual({ index, member: 'k1:claude:v2' });
    expect(byId('index.key-model.hourly').markerOf(index)).toBe(`${index}:empty`);
    expect(byId('index.model.months').keysOf('usage:model:monthly:months')('2026-11')).toBe('usage:model:monthly:index:2026-11');
  });

  test('a member that is not made as it should be stands for no key', () => {
    for (const member of ['', ':', ':model', 'k1', 'k1:'])
      expect(byId('index.key-model.daily').keysOf('usage:keymodel:daily:index:2026-11-20')(member), member).toBeNull();
  });
});

describe('memberParser', () => {
  test('reads what was written, the first placeholder as short as it can be', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^:]{1,10}$/), fc.string({ minLength: 1 }), (a, b) => {
        expect(memberParser('{a}:{b}')(`${a}:${b}`)).toEqual({ a, b });
      }),
    );
  });

  test('whatever it is given, it reads it whole or not at all', () => {
    fc.assert(
      fc.property(fc.string(), (member) => {
        const read = memberParser('x{a}:{b}')(member);
        if (read) expect(`x${read.a}:${read.b}`).toBe(member);
      }),
    );
  });
});
