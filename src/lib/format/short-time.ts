import { formatDuration } from './duration.js';

/** A time that is often short: `420 µs`, `1.3 ms`, `2.5 s`. */
export const formatShortTime = (seconds: number): string =>
  seconds < 0.001
    ? `${Math.round(seconds * 1e6)} µs`
    : seconds < 1
      ? `${(seconds * 1000).toFixed(1)} ms`
      : formatDuration(seconds);
