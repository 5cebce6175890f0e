import { encodePipeline } from '../redis/resp.js';
import type { DemoCommand } from './entry.js';

/** Large enough for few writes, small enough that a paused socket buffers little. */
const CHUNK_BYTES = 64 * 1024;

/** Encodes commands for the wire, in chunks of about 64 KiB. Returns the generator's return value. */
export function* encodeChunks<Result>(commands: Iterator<DemoCommand, Result>): Generator<Buffer, Result> {
  let batch: DemoCommand[] = [];
  let bytes = 0;
  for (;;) {
    const next = commands.next();
    if (next.done) {
      if (batch.length > 0) yield encodePipeline(batch);
      return next.value;
    }
    batch.push(next.value);
    for (const arg of next.value) bytes += arg.length;
    if (bytes >= CHUNK_BYTES) {
      yield encodePipeline(batch);
      [batch, bytes] = [[], 0];
    }
  }
}
