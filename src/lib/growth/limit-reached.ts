import { HORIZON_DAYS } from './horizon.js';
import type { LimitReached, Range } from './model.js';

/** Growth over the last quarter of the horizon that is none. */
const FLAT = 0.005;

/** `dateAfter`: the time so many days after now. */
export function reachedLimit(
  maxmemory: number | null,
  usedMemory: number | null,
  memoryThen: ((day: number) => Range) | null,
  dateAfter: (day: number) => string,
): LimitReached {
  if (maxmemory === null || maxmemory === 0 || usedMemory === null || memoryThen === null) return { kind: 'no-limit' };
  if (usedMemory >= maxmemory) return { kind: 'now' };
  let [from, to]: [number | null, number | null] = [null, null];
  for (let day = 1; day <= HORIZON_DAYS && to === null; day++) {
    const { low, high } = memoryThen(day);
    if (from === null && high >= maxmemory) from = day;
    if (low >= maxmemory) to = day;
  }
  if (from !== null) return { kind: 'between', from: dateAfter(from), to: to === null ? null : dateAfter(to) };
  const [then, before] = [memoryThen(HORIZON_DAYS).high, memoryThen(Math.round(HORIZON_DAYS * 0.75)).high];
  return then <= before * (1 + FLAT) ? { kind: 'never' } : { kind: 'not-before', at: dateAfter(HORIZON_DAYS) };
}
