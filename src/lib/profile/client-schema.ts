/** Schema of a profile's client. */
import * as z from 'zod';
import type { RedisClient } from './client.js';

const text = z.string().trim().min(1, 'must not be empty');
const seconds = z.number().positive('must be seconds above zero');

export const clientSchema: z.ZodType<RedisClient> = z.strictObject({
  library: text,
  pool: z.strictObject({
    size: z.int().positive(),
    env: text.exactOptional(),
    shared: z.literal(true, 'must be true, or left out').exactOptional(),
  }),
  timeouts: z.strictObject({ connect: seconds, command: seconds.exactOptional(), pool: seconds.exactOptional() }),
  retries: z.int().min(0),
  settings: z.array(text).exactOptional(),
  notes: z.array(text).exactOptional(),
});
