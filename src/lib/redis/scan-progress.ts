import { EXIT, MeterError } from '../format/errors.js';

/** Sum of COUNT without a name. Redis looks at ten places for each, and no table of Redis is so large and so empty. */
const MOST_EMPTY = 2 ** 26;
/** The same where only some names are asked for. */
const MOST_FILTERED = 2 ** 30;
/** Names for each one that the server has told of, and beside them: a proxy may tell of one of many servers, and keys may come meanwhile. */
const MOST_TIMES = 1_000;
const MOST_MORE = 100_000;

/** Steps in a row that return the very same names: after a resize Redis may repeat some once. */
const MOST_ALIKE = 1_000;

export interface ScanBounds {
  /** SCAN, or SSCAN and the like. */
  command: string;
  /** Only names of some kind are asked for, so that there may be few of them. */
  filtered: boolean;
  /** Names that the server has told of; `null`: it has not. */
  told: number | null;
}

/**
 * Notices a scan that does not get on. Redis counts its cursor up through the table, so one that comes again leads round in a circle.
 * Circles of any length are found in bounded memory by Brent's algorithm: one cursor is remembered, a new one after twice as many steps as
 * the last. A service that gives one cursor for all steps may pass as long as the names differ from round to round.
 */
export class ScanProgress {
  readonly #bounds: ScanBounds;
  #remembered = '';
  #steps = 0;
  #power = 1;
  /** Names since the remembered cursor, and the first of them. */
  #round = { names: 0, first: '' };
  #lastRound: { names: number; first: string } | null = null;
  #names = 0;
  /** Sum of COUNT since the last name. */
  #empty = 0;
  /** Names of the last step, and how many steps have returned the same. */
  #last: readonly string[] = [];
  #alike = 0;

  constructor(bounds: ScanBounds) {
    this.#bounds = bounds;
  }

  /** Takes the answer to one step that is not the last. Throws a MeterError (exit 6) when it leads nowhere. */
  step(cursor: string, names: readonly string[], count: number): void {
    const { command, filtered, told } = this.#bounds;
    this.#names += names.length;
    if (told !== null && this.#names > told * MOST_TIMES + MOST_MORE)
      throw this.#stuck(`it has returned ${this.#names} names, and the server tells of ${told}`);
    this.#empty = names.length === 0 ? this.#empty + count : 0;
    if (this.#empty > (filtered ? MOST_FILTERED : MOST_EMPTY))
      throw this.#stuck(`${command} was asked for ${this.#empty} names in a row and returned none`);
    this.#alike = names.length > 0 && isSame(names, this.#last) ? this.#alike + 1 : 0;
    this.#last = names;
    if (this.#alike >= MOST_ALIKE) throw this.#stuck(`${this.#alike} steps in a row have returned the same names`);
    this.#follow(cursor, names);
  }

  #follow(cursor: string, names: readonly string[]): void {
    const round = this.#round;
    if (round.names === 0) round.first = names[0] ?? '';
    round.names += names.length;
    this.#steps++;
    if (cursor === this.#remembered) {
      const last = this.#lastRound;
      if (round.names === 0 || (last?.names === round.names && last.first === round.first))
        throw this.#stuck(`its cursor ${cursor} comes again, and no new names with it`);
      this.#lastRound = round;
    } else if (this.#steps === this.#power) {
      this.#remembered = cursor;
      this.#power *= 2;
      this.#lastRound = null;
    } else return;
    this.#steps = 0;
    this.#round = { names: 0, first: '' };
  }

  #stuck(why: string): MeterError {
    return new MeterError('scan-stuck', EXIT.partial, `${this.#bounds.command} of this server does not come to an end: ${why}.`, [
      'A proxy may stand there: connect to Redis itself.',
    ]);
  }
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at]);
