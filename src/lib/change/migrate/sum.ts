/** Adds up the texts of one figure exactly. */
import { addDecimals, isCounter, isDecimal } from '../../format/decimal.js';

/** Whole numbers with so few digits are exact as doubles. */
const SHORT = /^(?:0|-?[1-9]\d{0,14})$/;
/** One more short number keeps a sum of doubles below 2^53. */
const FULL = 8e15;

export interface Sum {
  /** False: it is not a number, and the sum is unchanged. */
  add(text: string): boolean;
  /** The sum in the form of `addDecimals`. */
  text(): string;
}

/** `decimal`: costs; all others are counters of 64 bits, whose sum may be larger. */
export const sumFor = (decimal: boolean): Sum => (decimal ? new DecimalSum() : new CounterSum());

/** Nearly all counters are short, and adding them as doubles takes a hundredth of the time. */
class CounterSum implements Sum {
  #short = 0;
  #rest = 0n;

  add(text: string): boolean {
    if (SHORT.test(text)) {
      this.#short += Number(text);
      if (Math.abs(this.#short) > FULL) this.#carry();
      return true;
    }
    if (!isCounter(text)) return false;
    this.#rest += BigInt(text);
    return true;
  }

  text(): string {
    this.#carry();
    return String(this.#rest);
  }

  #carry(): void {
    this.#rest += BigInt(this.#short);
    this.#short = 0;
  }
}

class DecimalSum implements Sum {
  #sum = '0';

  add(text: string): boolean {
    if (!isDecimal(text)) return false;
    this.#sum = addDecimals(this.#sum, text);
    return true;
  }

  text(): string {
    return this.#sum;
  }
}
