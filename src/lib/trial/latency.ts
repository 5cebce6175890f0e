/** Collects durations, and gives their percentiles. */
import { createHistogram } from 'node:perf_hooks';
import type { Latency } from './model.js';

const NS_PER_MS = 1e6;

export class Latencies {
  readonly #histogram = createHistogram();

  add(ms: number): void {
    this.#histogram.record(Math.max(1, Math.round(ms * NS_PER_MS)));
  }

  /** `null`: nothing was measured. */
  summary(): Latency | null {
    const { count, max } = this.#histogram;
    if (count === 0) return null;
    const at = (percent: number): number => inMs(this.#histogram.percentile(percent));
    return { p50: at(50), p95: at(95), p99: at(99), max: inMs(max) };
  }
}

/** Microseconds are what a timer here can tell apart. */
const inMs = (ns: number): number => Math.round(ns / 1_000) / 1_000;
