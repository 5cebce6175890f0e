/** From the keys of lists to the counters of the next release: limits with the same name. */
import { Rules, readyLimiters, type Present, type ReadyLimiter, type ReadyRule } from '../../audit/limiters/ready.js';
import type { Settings } from '../../audit/limiters/settings.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { fillPattern, keySegments, slotText } from '../../profile/pattern.js';

export interface Conversion {
  rule: ReadyRule;
  family: CompiledFamily;
  /** The counter's key. */
  to: string;
  /** Whom it limits. */
  id: string;
}

/** `null`: no key that is converted. */
export type ConversionOf = (name: string) => Conversion | null;

interface Pair {
  older: ReadyLimiter;
  newer: ReadyLimiter;
  rule: ReadyRule;
  mark: string | undefined;
}

/** A list of an older release and the counter of a newer one, for every limit that both have. */
export function conversions(present: readonly Present[], settings: Settings): { pairs: readonly Pair[]; of: ConversionOf } {
  const rules = new Rules(settings);
  const pairs = present.flatMap((each) => pairsIn(readyLimiters(each), rules));
  const byFamily = new Map(pairs.map((pair) => [pair.older.family, pair]));
  const profiles = [...new Set(pairs.map(({ older }) => older.profile))];
  return {
    pairs,
    of(name) {
      const segments = keySegments(name);
      for (const profile of profiles) {
        const family = profile.match(segments);
        const pair = family && byFamily.get(family);
        if (!pair) continue;
        const { older, newer, rule, mark } = pair;
        const id = slotText(older.subject, segments);
        const values = { [newer.subject.name]: id, ...(newer.mark && mark !== undefined && { [newer.mark.name]: mark }) };
        return { rule, family, to: fillPattern(newer.family.family.pattern, values), id };
      }
      return null;
    },
  };
}

function pairsIn(limiters: readonly ReadyLimiter[], rules: Rules): Pair[] {
  return limiters.flatMap((older) => {
    const { counting, until, rules: own } = older.limiter;
    const [only] = own;
    if (counting.kind !== 'list-log' || until === undefined || older.mark !== null || !only) return [];
    const newer = limiters.find((each) => replaces(each, older, only.name));
    if (!newer) return [];
    const rule = newer.limiter.rules.find(({ name }) => name === only.name)!;
    return [{ older, newer, rule: rules.of(older, ''), mark: rule.mark }];
  });
}

const replaces = ({ limiter }: ReadyLimiter, older: ReadyLimiter, name: string): boolean =>
  limiter.counting.kind === 'fixed-window' &&
  limiter.since !== undefined &&
  limiter.subject === older.limiter.subject &&
  limiter.rules.some((rule) => rule.name === name);
