import type { TtlPolicy } from '../../../types.js';

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

export const stays: TtlPolicy = { expires: false };

/** Each write to the key sets the full TTL again, in seconds. */
export const sinceWrite = (seconds: number): TtlPolicy => ({ expires: true, seconds, rearmed: 'each-write' });

/** Runs from the key's creation, in seconds. */
export const sinceCreation = (seconds: number): TtlPolicy => ({ expires: true, seconds, rearmed: 'never' });

/** A TTL that is configured or computed; `note` says from what. */
export const varying = (note: string, rearmed: 'each-write' | 'each-use' | 'never' = 'never'): TtlPolicy => ({
  expires: true,
  rearmed,
  note,
});
