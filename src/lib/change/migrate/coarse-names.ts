/** From fine names to coarse ones. Millions of names share a few thousand periods, so each period is computed once. */
import type { CompiledFamily } from '../../profile/classify.js';
import { parsePattern, slotText, type Slot } from '../../profile/pattern.js';
import { periodEnd, Periods, periodStart, type Period } from '../../profile/period.js';
import { periodText } from '../../profile/period-text.js';

/** A coarse key. */
export interface CoarseKey {
  name: string;
  /** The text of the period in the name. */
  period: string;
  /** End of the period in ms since the epoch. */
  end: number;
}

/** The coarse key of a fine one, split at `:`; `null`: its name has no period. */
export type CoarseNamer = (fineName: readonly string[]) => CoarseKey | null;

export function coarseNamer(fine: CompiledFamily, coarse: CompiledFamily, utcOffset: number): CoarseNamer {
  const wanted = coarse.period;
  if (!fine.period || !wanted) return () => null;
  const periods = new Periods(fine.period, utcOffset);
  const known = new WeakMap<Period, CoarsePeriod | null>();
  const periodOf = (name: readonly string[]): CoarsePeriod | null => {
    const period = periods.of(name);
    const found = known.get(period);
    if (found !== undefined) return found;
    const fresh = coarsePeriod(period, wanted, coarse, wanted.placeholder.zone === 'utc' ? 0 : utcOffset);
    known.set(period, fresh);
    return fresh;
  };
  const parts = parsePattern(coarse.family.pattern).map((part): string | Slot | null => {
    if ('literal' in part) return part.literal;
    if (part.placeholder === wanted.name) return null;
    return fine.slots.find(({ name }) => name === part.placeholder) ?? '';
  });
  return (segments) => {
    const period = periodOf(segments);
    if (!period) return null;
    let name = '';
    for (const part of parts) name += typeof part === 'string' ? part : part ? slotText(part, segments) : period.period;
    return { name, ...period };
  };
}

type CoarsePeriod = Omit<CoarseKey, 'name'>;

/** `slot`: the place of the period in the coarse name. */
function coarsePeriod(fine: Period, { placeholder }: Slot, { family }: CompiledFamily, utcOffset: number): CoarsePeriod | null {
  const period = fine.start === null ? null : periodText(placeholder.kind, fine.start, utcOffset);
  const begin = period === null ? null : periodStart(placeholder.kind, period, utcOffset);
  const end = begin === null ? null : periodEnd(begin, family.grain, utcOffset);
  return period === null || end === null ? null : { period, end };
}
