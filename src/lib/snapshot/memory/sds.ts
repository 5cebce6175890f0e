/** The server's strings: a header that grows with the length, the bytes, and a NUL. Source: sds.h of Redis 3.2 and later. */
import { allocated } from './allocator.js';

const headerBytes = (length: number): number =>
  length < 32 ? 1 : length < 256 ? 3 : length < 65_536 ? 5 : length < 2 ** 32 ? 9 : 17;

/** Bytes of a string with header and NUL, before the allocator rounds them. */
export const sdsBytes = (length: number): number => headerBytes(length) + length + 1;

/** Bytes of a separately allocated string. An empty string gets the header that allows it to grow. */
export const sdsAllocated = (length: number): number => allocated(length === 0 ? 4 : sdsBytes(length));
