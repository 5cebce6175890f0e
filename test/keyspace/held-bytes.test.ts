import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldBytes, type Holding, type HoldingOrigin } from '../../src/lib/keyspace/held-bytes.js';

const origin = (given: Partial<HoldingOrigin> = {}, familyMean = 0): HoldingOrigin => ({
  isUse: true,
  read: 0,
  bytes: 0,
  familyMean: () => familyMean,
  ...given,
});
const holding = (given: Partial<Holding>, of = origin()): Holding => ({
  origin: of,
  keys: 1,
  gone: 0,
  read: 0,
  bytes: 0,
  ...given,
});

describe('bytes of a value', () => {
  test('are a plain sum, and called counted, exactly when every key was read or was gone', () => {
    const anyHolding = fc
      .record({ read: fc.nat(20), gone: fc.nat(5), unread: fc.nat(3), bytes: fc.nat(10_000) })
      .map(({ read, gone, unread, bytes }) => holding({ keys: read + gone + unread, gone, read, bytes: read > 0 ? bytes : 0 }));
    fc.assert(
      fc.property(fc.array(anyHolding, { minLength: 1, maxLength: 6 }), fc.nat(500), (holdings, mean) => {
        const held = heldBytes(holdings.map((each) => ({ ...each, origin: origin({}, mean) })));
        const sum = holdings.reduce((total, { bytes }) => total + bytes, 0);
        const unread = holdings.some(({ keys, gone, read }) => keys > gone + read);
        expect(held.how === 'counted').toBe(!unread);
        if (held.bytes !== null) expect(held.bytes).toBeGreaterThanOrEqual(sum);
        if (!unread && held.bytes !== null) expect(held.bytes).toBe(sum);
      }),
    );
  });

  test('of a key that was not read are the mean of its nearest like of which enough were read', () => {
    const of = (own: Partial<Holding>, database: Partial<HoldingOrigin>, family: number) =>
      heldBytes([holding({ keys: 100, ...own }, origin(database, family))]);
    expect(of({ read: 8, bytes: 80 }, { read: 50, bytes: 5_000 }, 900)).toMatchObject({ bytes: 1_000, how: 'estimated' });
    expect(of({ read: 7, bytes: 70 }, { read: 50, bytes: 5_000 }, 900)).toMatchObject({ bytes: 70 + 93 * 100 });
    expect(of({}, { read: 7, bytes: 700 }, 900)).toMatchObject({ bytes: 90_000, how: 'estimated' });
    expect(of({}, {}, 0)).toEqual({ keys: 100, bytes: null, how: 'at-least' });
  });

  test('that leave out keys of unknown size are a lower bound', () => {
    const held = heldBytes([holding({ keys: 2, read: 2, bytes: 60 }), undefined, holding({ keys: 5 })]);
    expect(held).toEqual({ keys: 7, bytes: 60, how: 'at-least' });
  });

  test('can be asked of some origins only', () => {
    const used = origin();
    const owner = origin({ isUse: false });
    const holdings = [holding({ keys: 2, read: 2, bytes: 60 }, used), holding({ keys: 1, read: 1, bytes: 500 }, owner)];
    expect(heldBytes(holdings, ({ isUse }) => isUse)).toEqual({ keys: 2, bytes: 60, how: 'counted' });
  });
});
