/** Adds up the texts of one figure, exactly. */
import { addDecimals, isCounter, isDecimal } from '../../format/decimal.js';

/** Of so few digits a whole number is exact as a double. */
const SHORT = /^(?:0|-?[1-9]\d{0,14})$/;
/** One more short number keeps a sum of doubles below 2^53. */
const FULL = 8e15;

export interface Sum {
  /** False: it is no number, and the sum stays as it was. */
  add(text: string): boolean;
  /** As `addDecimals` writes it. */
  text(): string;
}

/** `decimal`: costs; all others are counters of 64 bits, whose sum may be larger. */
export const sumFor = (decimal: boolean): Sum => (decimal ? new DecimalSum() : new CounterSum());

/** Nearly all counters are short, and adding those up as doubles takes a hundredth of the time. */
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
