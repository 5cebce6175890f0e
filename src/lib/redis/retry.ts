/** Milliseconds to keep reconnecting after a lost connection: enough for a restart or a failover. */
export const RETRY_MS = 6_000;

/** Relative lengths of the waits. They grow, so that a short interruption costs little and a long one causes few attempts. */
const PARTS = [1, 3, 7, 15, 30];
const WHOLE = PARTS.reduce((sum, part) => sum + part, 0);

/** The waits before each new attempt, in ms; `totalMs` is their sum. */
export const retryWaits = (totalMs: number): number[] => PARTS.map((part) => (part / WHOLE) * totalMs);
