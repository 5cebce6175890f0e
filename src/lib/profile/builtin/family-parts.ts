/** Short forms for families that have most members in common. */
import type { Family, TtlPolicy } from '../types.js';

type Parts<Common> = Omit<Family, keyof Common | 'grain'> & Partial<Family>;

/** Families with these members, each with its own on top of them. The grain is `none` unless stated. */
export const familiesOf = <const Common extends Partial<Family>>(common: Common, parts: readonly Parts<Common>[]): Family[] =>
  parts.map((part) => ({ grain: 'none', ...common, ...part }) as Family);

export const STAYS: TtlPolicy = { expires: false };

/** Each write sets the TTL again. `seconds` absent: it varies, as the note says. */
export const renewed = (seconds?: number, note?: string): TtlPolicy => expires('each-write', seconds, note);

/** Only the first write sets the TTL. */
export const once = (seconds?: number, note?: string): TtlPolicy => expires('never', seconds, note);

/** Each read sets the TTL again, too. */
export const used = (seconds?: number, note?: string): TtlPolicy => expires('each-use', seconds, note);

const expires = (rearmed: 'each-write' | 'each-use' | 'never', seconds?: number, note?: string): TtlPolicy => ({
  expires: true,
  rearmed,
  ...(seconds === undefined ? {} : { seconds }),
  ...(note === undefined ? {} : { note }),
});
