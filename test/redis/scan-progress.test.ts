import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/lib/format/errors.js';
import { ScanProgress, type ScanBounds } from '../../src/lib/redis/scan-progress.js';

const bounds = (given: Partial<ScanBounds> = {}): ScanBounds => ({ command: 'SCAN', filtered: false, reported: null, ...given });

/** Steps until it is said that it does not get on; `null`: it never was. */
function stepsUntilStuck(
  step: (at: number) => { cursor: string; names: readonly string[] },
  most: number,
  given: Partial<ScanBounds> = {},
  count = 100,
): number | null {
  const progress = new ScanProgress(bounds(given));
  for (let at = 0; at < most; at++) {
    const { cursor, names } = step(at);
    try {
      progress.step(cursor, names, count);
    } catch (error) {
      expect(error).toMatchObject({ code: 'scan-stuck', exitCode: EXIT.partial });
      return at + 1;
    }
  }
  return null;
}

/** As Redis counts: from the highest bit of the table down, so that no cursor comes twice. */
const reversed = (at: number, bits: number): string => {
  let cursor = 0;
  for (let bit = 0; bit < bits; bit++) if (at & (1 << bit)) cursor |= 1 << (bits - 1 - bit);
  return String(cursor);
};

describe('a scan that gets on', () => {
  it('is let go on, with names or without', () => {
    const bits = 15;
    const most = 2 ** bits - 1;
    expect(stepsUntilStuck((at) => ({ cursor: reversed(at + 1, bits), names: [`k${at}`] }), most)).toBeNull();
    expect(stepsUntilStuck((at) => ({ cursor: reversed(at + 1, bits), names: [] }), most)).toBeNull();
  });

  it('may come from a cursor that is a handle, as long as the names differ', () => {
    expect(stepsUntilStuck((at) => ({ cursor: '7', names: [`a${at}`, `b${at}`] }), 10_000)).toBeNull();
  });

  it('may have a thousand times what the server tells of', () => {
    const ten = (at: number): string[] => Array.from({ length: 10 }, (_, index) => `${at % 50}/${index}`);
    expect(stepsUntilStuck((at) => ({ cursor: String(at + 1), names: ten(at) }), 50_000, { reported: 500 })).toBeNull();
  });
});

describe('a scan that goes in circles', () => {
  it('is noticed within a few rounds, however long they are and wherever they begin', () => {
    const cursors = fc.record({
      lead: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 300 }),
      names: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 7 }),
    });
    fc.assert(
      fc.property(cursors, ({ lead, length, names }) => {
        const place = (at: number): number => (at < lead ? at : lead + ((at - lead) % length));
        const stuck = stepsUntilStuck(
          (at) => ({
            // Beyond what a number holds, as cursors of a cluster are.
            cursor: String(9_283_678_325_492_939_007n + BigInt(place(at))),
            names: Array.from({ length: names[place(at) % names.length]! }, (_, index) => `${place(at)}/${index}`),
          }),
          10_000,
        );
        expect(stuck).not.toBeNull();
        expect(stuck).toBeLessThanOrEqual(4 * (lead + length) + 2 * length + 8);
      }),
    );
  });

  it('is noticed at once where the cursor stands still', () => {
    expect(stepsUntilStuck(() => ({ cursor: '5767168', names: [] }), 100)).toBe(2);
  });
});

describe('a scan without an end', () => {
  it('is given up when it has returned no name for longer than any table is', () => {
    const steps = stepsUntilStuck((at) => ({ cursor: String(at + 1), names: [] }), 20_000, {}, 5_000);
    expect(steps).toBeGreaterThan(10_000);
    // Of a part of the names there may be few.
    expect(stepsUntilStuck((at) => ({ cursor: String(at + 1), names: [] }), 20_000, { filtered: true }, 5_000)).toBeNull();
  });

  it('is given up when it returns the same names over and over, whatever its cursors', () => {
    const names = ['usage:k1'];
    expect(stepsUntilStuck((at) => ({ cursor: String(at * 7 + 1), names }), 20_000, { reported: 40 })).toBe(1_001);
    // One that comes twice is nothing.
    const twice = (at: number): string[] => [`k${Math.floor(at / 2)}`];
    expect(stepsUntilStuck((at) => ({ cursor: String(at + 1), names: twice(at) }), 20_000, { reported: 10_000 })).toBeNull();
  });

  it('is given up when it has returned far more than there is', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => String(index));
    const steps = stepsUntilStuck((at) => ({ cursor: String(at + 1), names }), 1_000, { reported: 60 });
    expect(steps).toBe(161);
  });
});
