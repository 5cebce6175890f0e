import { ByteWriter } from './byte-writer.js';
import { LzfCompressor } from './lzf.js';

/** The bytes of a snapshot, with the compressor of its strings. */
export class SnapshotBytes extends ByteWriter {
  readonly lzf = new LzfCompressor();
  #text = Buffer.allocUnsafe(1024);

  /** The bytes of a byte string, valid until the next call. */
  bytesOf(text: string): Uint8Array {
    if (text.length > this.#text.length) this.#text = Buffer.allocUnsafe(2 * text.length);
    return this.#text.subarray(0, this.#text.write(text, 'latin1'));
  }
}
