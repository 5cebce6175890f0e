/** Chooses SCAN's COUNT from measured times, so that no single command blocks the server for long. */

const SMALLEST = 10;
const LARGEST = 5_000;
const FIRST = 100;
/** One SCAN in this many is sent alone and timed. */
const TIMED_EVERY = 16;
/** The first SCANs are all timed, to find the right COUNT quickly. */
const TIMED_AT_FIRST = 6;
/** Share of the latency limit that one SCAN may take: near the server, and at most. The rest is reserve for a slow moment. */
const NEAR_SHARE = 0.25;
const LARGEST_SHARE = 0.5;

export class Pace {
  #count = FIRST;
  #floor = SMALLEST;
  #scans = 0;
  #pauseMs = 0;
  readonly #maxLatencyMs: number;
  readonly #roundTripMs: number;

  /** `roundTripMs`: the shortest round trip of any command. */
  constructor(maxLatencyMs: number, roundTripMs: number) {
    this.#maxLatencyMs = maxLatencyMs;
    this.#roundTripMs = roundTripMs;
  }

  get count(): number {
    return this.#count;
  }

  /** Milliseconds to wait before the next batch. Above zero only while even the smallest SCAN exceeds the limit. */
  get pauseMs(): number {
    return this.#pauseMs;
  }

  /** True when the next SCAN must be sent alone and timed. */
  timeNext(): boolean {
    const scan = this.#scans++;
    // While pausing, every SCAN is timed: one slow moment must not slow down the next sixteen.
    return scan < TIMED_AT_FIRST || this.#pauseMs > 0 || scan % TIMED_EVERY === 0;
  }

  /** Reports the time of a SCAN that was alone in flight, in ms, including the round trip. */
  timed(elapsedMs: number): void {
    const service = Math.max(elapsedMs - this.#roundTripMs, 0.02);
    // On a distant server each round trip is expensive, so a SCAN may last as long as the round trip.
    const goal = Math.min(Math.max(this.#roundTripMs, this.#maxLatencyMs * NEAR_SHARE), this.#maxLatencyMs * LARGEST_SHARE);
    const atSmallest = this.#count === SMALLEST;
    const step = Math.min(Math.max(goal / service, 0.25), 3);
    this.#count = Math.round(Math.min(Math.max(this.#count * step, this.#floor), LARGEST));
    this.#pauseMs = atSmallest && service > this.#maxLatencyMs ? Math.min(service, 1_000) : 0;
  }

  /** Sets the minimum COUNT from now on, to stay below a command ceiling. */
  atLeast(count: number): void {
    this.#floor = Math.min(Math.max(Math.ceil(count), SMALLEST), LARGEST);
    this.#count = Math.max(this.#count, this.#floor);
  }
}
