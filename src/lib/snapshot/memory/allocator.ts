/**
 * Bytes that jemalloc allocates for a request: multiples of 16 up to 128, then four sizes per doubling. This is jemalloc as
 * distributions build it. The jemalloc bundled with Redis also has 24, 40 and 56, so small objects take up to 8 bytes less.
 * Source: the size classes table of jemalloc(3).
 */
export function allocated(bytes: number): number {
  if (bytes <= 8) return 8;
  if (bytes <= 128) return (bytes + 15) & ~15;
  if (bytes > 2 ** 30) return roundUp(bytes, 2 ** (Math.floor(Math.log2(bytes - 1)) - 2));
  return roundUp(bytes, 1 << (29 - Math.clz32(bytes - 1)));
}

const roundUp = (bytes: number, step: number): number => Math.ceil(bytes / step) * step;
