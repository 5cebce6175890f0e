/** The server's strings: a header that grows with the length, the bytes, a NUL. Source: sds.h of Redis 3.2 and later. */
import { allocated } from './allocator.js';

const headerBytes = (length: number): number =>
  length < 32 ? 1 : length < 256 ? 3 : length < 65_536 ? 5 : length < 2 ** 32 ? 9 : 17;

/** Bytes of a string with its header and NUL, before the allocator rounds them. */
export const sdsBytes = (length: number): number => headerBytes(length) + length + 1;

/** Bytes that a string of its own takes. An empty one gets the header that lets it grow. */
export const sdsAllocated = (length: number): number => allocated(length === 0 ? 4 : sdsBytes(length));
