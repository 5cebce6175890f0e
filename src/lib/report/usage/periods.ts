/** The first and the last part of a period, as `2026-11` or `2026-11-20`, for sentences that name it. */
import { rangeParts } from '../../usage/asked.js';
import type { PeriodRow } from '../../usage/model.js';

/** One text for a month or a day; `null`: the period has no dates. */
export function periodEnds({ from, to }: Pick<PeriodRow, 'from' | 'to'>): readonly string[] | null {
  return from === null || to === null ? null : rangeParts({ from: localOf(from), to: localOf(to) });
}

/** The local time without its offset, as UTC. */
const localOf = (text: string): number => Date.parse(`${text.slice(0, 16)}Z`);
