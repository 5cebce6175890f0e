const PINGS = 15;

/** Ms: the median of PINGs, one after the other. */
export async function roundTripOf(send: (args: readonly string[]) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let ping = 0; ping < PINGS; ping++) {
    const startedAt = performance.now();
    await send(['PING']);
    times.push(performance.now() - startedAt);
  }
  return Math.round(times.toSorted((a, b) => a - b)[PINGS >> 1]! * 1_000) / 1_000;
}
