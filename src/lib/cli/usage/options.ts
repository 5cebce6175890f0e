import type { UsageAsked } from '../../usage/asked.js';
import type { Rule } from '../flags/contradictions.js';
import { readingRequest, type ReadingRequest } from '../figures/options.js';
import { NEEDS_COMPARE_TO } from '../flags/compare-to.js';
import { WEEKDAYS, type UsageFlags } from './flags.js';
import { periodAsked } from './period.js';

/** Options of `meter usage`. */
export interface UsageRequest extends ReadingRequest {
  asked: UsageAsked;
  anonymous: boolean;
}

const RULES: readonly Rule[] = [
  { flags: ['all'], with: ['top'] },
  { flags: ['compare-to'], with: ['compare', 'chart'] },
  NEEDS_COMPARE_TO,
];

/** Throws usage errors of one sentence. */
export function usageRequest(flags: UsageFlags & { quiet: boolean; all: boolean }): UsageRequest {
  return {
    ...readingRequest(flags, 'Usage is', RULES),
    asked: {
      by: flags.by ?? [],
      period: periodAsked(flags),
      weekStart: WEEKDAYS.indexOf(flags['week-start']) + 1,
      owners: flags.owner ?? [],
      sort: flags.sort ?? null,
      top: flags.top ?? (flags.all ? Infinity : null),
      compare: flags.compare,
      metrics: flags.metric ?? null,
    },
    anonymous: flags.anonymous,
  };
}
