/** Repeatable random numbers: equal seeds give equal numbers on every machine. */
export interface Random {
  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number;
  /** True with this probability, 0..1. */
  chance(probability: number): boolean;
  /** An item of the list, all equally likely. */
  pick<T>(list: readonly T[]): T;
  /** An item of the list; earlier items are more likely. */
  pickEarly<T>(list: readonly T[]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  uuid(): string;
}

const UINT32 = 2 ** 32;

export function createRandom(seed: number): Random {
  let state = seed | 0;
  // splitmix32: one addition and two multiply-xorshift rounds per number.
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / UINT32) * limit);
  const at = <T>(list: readonly T[], index: number): T => {
    const item = list[index];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  };
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += next().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    below,
    chance: (probability) => next() / UINT32 < probability,
    pick: (list) => at(list, below(list.length)),
    pickEarly: (list) => at(list, Math.min(below(list.length), below(list.length))),
    hex,
    uuid() {
      const digits = hex(30);
      const variant = '89ab'[below(4)];
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
    },
  };
}
