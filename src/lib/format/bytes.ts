import prettyBytes from 'pretty-bytes';

/** Bytes in binary units with three significant digits, such as `412 MiB`; `-` for `null` (unknown). */
export const formatBytes = (bytes: number | null): string =>
  bytes === null ? '-' : prettyBytes(Math.round(bytes), { binary: true });

/** Bytes in the decimal units of price lists, `250 MB`. */
export const formatDecimalBytes = (bytes: number): string => prettyBytes(bytes);
