import prettyBytes from 'pretty-bytes';

/** Bytes in binary units to three significant digits, `412 MiB`; `-` where the figure could not be read. */
export const formatBytes = (bytes: number | null): string =>
  bytes === null ? '-' : prettyBytes(Math.round(bytes), { binary: true });

/** Bytes in the decimal units of price lists, `250 MB`. */
export const formatDecimalBytes = (bytes: number): string => prettyBytes(bytes);
