/** A log line of each operation, as JSON. It names no user. */
import type { Hooks } from './operation.js';

export interface LogOptions {
  write: (line: string) => void;
  /** Only operations that failed or were repeated. Default: false. */
  onlyTroubled?: boolean;
  /** Default: this machine's clock, in ms since the epoch. */
  now?: () => number;
}

export const jsonLines = ({ write, onlyTroubled = false, now = Date.now }: LogOptions): Hooks => ({
  done({ operation, ms, attempts, error, tokens }) {
    const isTroubled = error !== undefined || attempts > 1;
    if (onlyTroubled && !isTroubled) return;
    const counted = tokens && Object.fromEntries(Object.entries(tokens).map(([type, amount]) => [type, String(amount)]));
    write(
      JSON.stringify({
        time: new Date(now()).toISOString(),
        level: error === undefined ? (isTroubled ? 'warn' : 'info') : 'error',
        operation,
        ms: Math.round(ms * 1_000) / 1_000,
        attempts,
        ...(error !== undefined && { error }),
        ...(counted && { tokens: counted }),
      }),
    );
  },
});
