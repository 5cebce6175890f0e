import { describe, expect, it } from 'vitest';
import { Sampler, STRATA, stratumOf } from '../../src/lib/keyspace/sampling.js';

describe('strata', () => {
  it('begin where the one before ends', () => {
    expect([0, 511, 512, 4_095, 4_096, 32_767, 32_768, 1e12].map(stratumOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });
});

describe('Sampler', () => {
  it('reads the share that the stratum asks for', () => {
    const sampler = new Sampler(false);
    for (const [stratum, { oneIn }] of STRATA.entries()) {
      let picked = 0;
      for (let key = 0; key < 100_000; key++) if (sampler.picks(stratum)) picked++;
      const expected = 100_000 / oneIn;
      expect(Math.abs(picked - expected)).toBeLessThanOrEqual(5 * Math.sqrt(expected) * (oneIn === 1 ? 0 : 1));
    }
  });

  it('reads everything when told to', () => {
    const sampler = new Sampler(true);
    expect(STRATA.every((_, stratum) => Array.from({ length: 500 }, () => sampler.picks(stratum)).every(Boolean))).toBe(true);
  });

  it('chooses the same keys in every run', () => {
    const choices = (): boolean[] => {
      const sampler = new Sampler(false);
      return Array.from({ length: 1_000 }, () => sampler.picks(1));
    };
    expect(choices()).toEqual(choices());
  });
});
