import { says, type ScanStuck } from '../errors/session.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';

/** The names of one step. */
interface StepNames {
  readonly length: number;
  at(place: number): string | undefined;
}

/** Maximum sum of COUNT without a name. Redis visits ten buckets for each, and no Redis table is that large and that empty. */
const MOST_EMPTY = 2 ** 26;
/** The same maximum for a filtered scan. */
const MOST_FILTERED = 2 ** 30;
/**
 * Maximum names, as a multiple of the keys that the server reported, and in addition: a proxy may report one of many servers, and
 * keys may be added during the scan.
 */
const MOST_TIMES = 1_000;
const MOST_MORE = 100_000;

/** Maximum consecutive steps with identical names: after a resize Redis may repeat some names once. */
const MOST_ALIKE = 1_000;

export interface ScanBounds {
  /** SCAN, SSCAN and so on. */
  command: string;
  /** The scan is filtered, so names may be rare. */
  filtered: boolean;
  /** Number of keys that the server reported; `null`: not reported. */
  reported: number | null;
}

/**
 * Detects a scan that makes no progress. Redis's cursor runs through the table, so a repeated cursor means a cycle. Brent's
 * algorithm finds cycles of any length in bounded memory: it remembers one cursor, and replaces it after twice as many steps as
 * before. A service that returns one cursor for all steps passes while the names differ from round to round.
 */
export class ScanProgress {
  readonly #bounds: ScanBounds;
  #remembered = '';
  #steps = 0;
  #power = 1;
  /** Names since the remembered cursor: their number, and the first one. */
  #round = { names: 0, first: '' };
  #lastRound: { names: number; first: string } | null = null;
  #names = 0;
  /** Sum of COUNT since the last name. */
  #empty = 0;
  /** Names of the last step, and the number of steps that returned the same names. */
  #last: StepNames = [];
  #alike = 0;

  constructor(bounds: ScanBounds) {
    this.#bounds = bounds;
  }

  /** Takes the reply of one step that is not the last. Throws a MeterError (exit 6) when the scan makes no progress. */
  step(cursor: string, names: StepNames, count: number): void {
    const { command, filtered, reported } = this.#bounds;
    this.#names += names.length;
    if (reported !== null && this.#names > reported * MOST_TIMES + MOST_MORE)
      throw this.#stuck({ code: 'too-many', returned: this.#names, reported });
    this.#empty = names.length === 0 ? this.#empty + count : 0;
    if (this.#empty > (filtered ? MOST_FILTERED : MOST_EMPTY)) throw this.#stuck({ code: 'empty', command, asked: this.#empty });
    this.#alike = names.length > 0 && isSame(names, this.#last) ? this.#alike + 1 : 0;
    this.#last = names;
    if (this.#alike >= MOST_ALIKE) throw this.#stuck({ code: 'alike', steps: this.#alike });
    this.#follow(cursor, names);
  }

  #follow(cursor: string, names: StepNames): void {
    const round = this.#round;
    if (round.names === 0) round.first = names.length > 0 ? names.at(0)! : '';
    round.names += names.length;
    this.#steps++;
    if (cursor === this.#remembered) {
      const last = this.#lastRound;
      if (round.names === 0 || (last?.names === round.names && last.first === round.first))
        throw this.#stuck({ code: 'cursor', cursor });
      this.#lastRound = round;
    } else if (this.#steps === this.#power) {
      this.#remembered = cursor;
      this.#power *= 2;
      this.#lastRound = null;
    } else return;
    this.#steps = 0;
    this.#round = { names: 0, first: '' };
  }

  #stuck(why: ScanStuck): MeterError {
    return failure(says('scan-stuck', { command: this.#bounds.command, why }), EXIT.partial);
  }
}

function isSame(a: StepNames, b: StepNames): boolean {
  if (a.length !== b.length) return false;
  for (let place = 0; place < a.length; place++) if (a.at(place) !== b.at(place)) return false;
  return true;
}
