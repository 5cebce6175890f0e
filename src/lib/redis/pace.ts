/** Chooses SCAN's COUNT from the time that the server shows, so that no single command of ours holds it up for long. */

const SMALLEST = 10;
const LARGEST = 5_000;
const FIRST = 100;
/** Every so many SCANs one is sent with nothing else in flight, and timed. */
const TIMED_EVERY = 16;
/** The first SCANs are all timed, to find the right size quickly. */
const TIMED_AT_FIRST = 6;
/** Share of the limit that one SCAN takes near by, and at most: the rest is room for a slow moment. */
const NEAR_SHARE = 0.25;
const LARGEST_SHARE = 0.5;

export class Pace {
  #count = FIRST;
  #floor = SMALLEST;
  #scans = 0;
  #pauseMs = 0;
  readonly #maxLatencyMs: number;
  readonly #roundTripMs: number;

  /** `roundTripMs`: the shortest time that any command takes to the server and back. */
  constructor(maxLatencyMs: number, roundTripMs: number) {
    this.#maxLatencyMs = maxLatencyMs;
    this.#roundTripMs = roundTripMs;
  }

  get count(): number {
    return this.#count;
  }

  /** Time to wait before the next batch: above zero only while even the smallest SCAN exceeds the limit. */
  get pauseMs(): number {
    return this.#pauseMs;
  }

  /** True when the next SCAN is to be sent alone and timed. */
  timeNext(): boolean {
    const scan = this.#scans++;
    // While it waits, each is timed: one slow moment must not slow down the next sixteen.
    return scan < TIMED_AT_FIRST || this.#pauseMs > 0 || scan % TIMED_EVERY === 0;
  }

  /** Takes the time of a SCAN that was alone in flight, in ms, the way there and back included. */
  timed(elapsedMs: number): void {
    const service = Math.max(elapsedMs - this.#roundTripMs, 0.02);
    // Far away each round trip is dear, so a SCAN may last as long as the way there.
    const goal = Math.min(Math.max(this.#roundTripMs, this.#maxLatencyMs * NEAR_SHARE), this.#maxLatencyMs * LARGEST_SHARE);
    const atSmallest = this.#count === SMALLEST;
    const step = Math.min(Math.max(goal / service, 0.25), 3);
    this.#count = Math.round(Math.min(Math.max(this.#count * step, this.#floor), LARGEST));
    this.#pauseMs = atSmallest && service > this.#maxLatencyMs ? Math.min(service, 1_000) : 0;
  }

  /** The least COUNT from now on, for the sake of a command ceiling. */
  atLeast(count: number): void {
    this.#floor = Math.min(Math.max(Math.ceil(count), SMALLEST), LARGEST);
    this.#count = Math.max(this.#count, this.#floor);
  }
}
