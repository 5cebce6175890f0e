/** Reads `--rollup`: two grains, two sets of dimensions, or two families. */
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import type { Grain, Rollup } from '../../profile/types.js';
import { rollupPair, type RollupPair } from './rollup-pair.js';

const GRAINS: Readonly<Record<string, Grain>> = {
  minute: 'minute',
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
};

/** Dimensions with another word in `--rollup`. */
const DIMENSIONS: Readonly<Record<string, string>> = { key: 'api-key' };

/** Why a rollup cannot be carried out, as the end of a sentence, for refusals and reports. */
export const REFUSED = {
  'endless-sum': 'it counts on without end, so its parts are never complete',
  'no-shared-figures': 'the two share no figures that add up',
} as const;

export interface ChosenPairs {
  pairs: RollupPair[];
  /** Selected pairs that cannot be carried out. */
  refused: (Refusal & { family: string })[];
}

/** Throws a usage error if the profiles have no such rollup, and (exit 4) if none can be carried out. */
export function choosePairs(spec: string, profiles: readonly CompiledProfile[], utcOffset: number): ChosenPairs {
  const [fine = '', coarse = '', more] = spec.split(':');
  if (fine === '' || coarse === '' || more !== undefined) throw unclear(spec);
  const pairs = pairsMeant([fine, coarse], profiles, utcOffset);
  if (pairs.length === 0) throw unknown(spec, profiles);
  const possible = pairs.filter(isPossible);
  const refused = pairs
    .filter((each) => !possible.includes(each))
    .map((each) => ({ family: each.coarse.family.id, ...refusalOf(each) }));
  if (possible.length === 0)
    throw new MeterError('never-closed', EXIT.refused, `${refused[0]!.family} is not raised: ${REFUSED[refused[0]!.code]}.`, [
      'meter fix-consistency compares such totals with their parts.',
    ]);
  return { pairs: possible, refused };
}

const pairsMeant = (
  [fine, coarse]: readonly [string, string],
  profiles: readonly CompiledProfile[],
  utcOffset: number,
): RollupPair[] =>
  profiles.flatMap((profile) =>
    (profile.profile.rollups ?? [])
      .map((rollup) => ({ rollup, pair: rollupPair(profile, rollup, utcOffset) }))
      .filter(({ rollup, pair }) => isMeant(fine, coarse, rollup, pair))
      .map(({ pair }) => pair),
  );

const isPossible = ({ coarse, figures }: RollupPair): boolean => coarse.period !== null && figures.length > 0;

/** The pairs of two words of `--rollup` that can be carried out; empty: the profiles have none. */
export const possiblePairs = (...[words, profiles, utcOffset]: Parameters<typeof pairsMeant>): RollupPair[] =>
  pairsMeant(words, profiles, utcOffset).filter(isPossible);

type Refusal = { code: keyof typeof REFUSED; params: Record<never, never> };

const refusalOf = ({ coarse }: RollupPair): Refusal => ({
  code: coarse.period === null ? 'endless-sum' : 'no-shared-figures',
  params: {},
});

function isMeant(fine: string, coarse: string, { over }: Rollup, pair: RollupPair): boolean {
  const [from, to] = [pair.fine, pair.coarse];
  if (from.family.id === fine && to.family.id === coarse) return true;
  if (over === 'period') return GRAINS[fine] === from.family.grain && GRAINS[coarse] === to.family.grain;
  if (coarse === 'total') return hasAll(from, fine) && !hasAll(to, fine);
  return isExactly(from, fine) && isExactly(to, coarse);
}

const dimensionsIn = (words: string): string[] => words.split('-').map((word) => DIMENSIONS[word] ?? word);

const hasAll = ({ dimensions }: CompiledFamily, words: string): boolean =>
  dimensionsIn(words).every((wanted) => dimensions.some(({ name }) => name === wanted));

const isExactly = (family: CompiledFamily, words: string): boolean =>
  hasAll(family, words) && family.dimensions.length === dimensionsIn(words).length;

const unclear = (spec: string): MeterError =>
  usageError(
    `--rollup ${JSON.stringify(spec.slice(0, 60))} does not say from what to what.`,
    'For instance --rollup hourly:daily',
  );

function unknown(spec: string, profiles: readonly CompiledProfile[]): MeterError {
  const known = profiles.flatMap(({ profile }) => profile.rollups ?? []).map(({ fine, coarse }) => `${fine}:${coarse}`);
  return usageError(
    `No profile that has keys here knows the rollup ${JSON.stringify(spec.slice(0, 60))}.`,
    known.length === 0
      ? 'It knows none at all; a profile of your own may name some: --profile ./my.yaml'
      : `It may be hourly:daily, daily:monthly, model:total, key-model:key, or one of ${known.slice(0, 4).join(', ')} …`,
  );
}
