/** The part of `process` that is used. */
export interface SignalSource {
  readonly pid: number;
  once(signal: string, listener: () => void): unknown;
  kill(pid: number, signal: string): unknown;
}

export interface SignalOptions {
  /** The application's `process`. */
  process: SignalSource;
  /** Default: SIGTERM. */
  signals?: readonly string[];
  /** Ms for what is buffered. Default: 5,000. */
  timeoutMs?: number;
}

/** The second time, nobody listens any more, and the signal ends the process. */
export function closeOnSignal(
  { process, signals = ['SIGTERM'], timeoutMs = 5_000 }: SignalOptions,
  close: (timeoutMs: number) => Promise<unknown>,
): void {
  for (const signal of signals)
    process.once(signal, () => {
      void close(timeoutMs).finally(() => process.kill(process.pid, signal));
    });
}
