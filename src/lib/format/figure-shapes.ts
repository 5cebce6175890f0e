/** Figures of untrusted files: bounded, so that sums and products of them are finite. */
import * as z from 'zod';

/** A number from 0, such as bytes, seconds or a mean. */
export const amount = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** A whole number from 0. */
export const count = z.int().min(0);
