/**
 * Runs the work with a signal that aborts with a `TimeoutError` after `ms`, or when `outer` aborts. The work must observe the
 * signal.
 */
export async function withinDeadline<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const interrupt = (): void => inner.abort();
  const timer = setTimeout(() => inner.abort(new DOMException('The time is up.', 'TimeoutError')), ms);
  outer?.addEventListener('abort', interrupt, { once: true });
  if (outer?.aborted) interrupt();
  try {
    return await work(inner.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', interrupt);
  }
}
