/**
 * Key names that a plan has counted, by node, so that carrying it out needs no second scan. Beyond a few megabytes they are in a
 * file.
 */
import { says } from '../../errors/changes.js';
import { closeSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EXIT, failure } from '../../format/errors.js';
import { openNamelessFile } from '../../format/nameless-file.js';

/** Bytes per write and read, for each node. */
const CHUNK = 1 << 18;
/** Bytes of the length before a name. */
const LENGTH = 4;

export class NameList {
  readonly #nodes: NodeNames[] = [];

  /** `chunk`: bytes kept in memory for each node. */
  constructor(private readonly chunk = CHUNK) {}

  /** `node`: number of the node in the session. `name`: byte string. */
  add(node: number, name: string): void {
    this.#of(node).add(name);
  }

  /** The names of one node in their order, in batches of this size. */
  batches(node: number, size: number): Generator<string[]> {
    return this.#of(node).batches(size);
  }

  close(): void {
    for (const names of this.#nodes) names?.close();
  }

  #of(node: number): NodeNames {
    return (this.#nodes[node] ??= new NodeNames(this.chunk));
  }
}

class NodeNames {
  #chunk: Buffer;
  #used = 0;
  #file: number | null = null;
  #written = 0;

  constructor(private readonly size: number) {
    this.#chunk = Buffer.allocUnsafe(size);
  }

  add(name: string): void {
    const bytes = LENGTH + name.length;
    if (this.#used + bytes > this.size) this.#spill();
    // A name longer than a chunk: no application has such names, but the server allows 512 MB.
    if (bytes > this.size) this.#chunk = Buffer.allocUnsafe(bytes);
    this.#chunk.writeUInt32LE(name.length, this.#used);
    this.#chunk.write(name, this.#used + LENGTH, 'latin1');
    this.#used += bytes;
  }

  *batches(size: number): Generator<string[]> {
    let batch: string[] = [];
    for (const name of this.#names()) {
      batch.push(name);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  *#names(): Generator<string> {
    // One buffer for the whole file: new buffers would pile up until the next garbage collection.
    let window = Buffer.allocUnsafe(this.size);
    let held = 0;
    for (let at = 0; at < this.#written;) {
      if (held === window.length) window = Buffer.concat([window], 2 * held);
      const more = readSync(this.#file!, window, held, Math.min(window.length - held, this.#written - at), at);
      at += more;
      held += more;
      const used = yield* namesIn(window.subarray(0, held));
      window.copyWithin(0, used, held);
      held -= used;
    }
    yield* namesIn(this.#chunk.subarray(0, this.#used));
  }

  #spill(): void {
    try {
      this.#file ??= openNamelessFile();
      writeSync(this.#file, this.#chunk, 0, this.#used);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw failure(says('key-list-not-kept', { folder: tmpdir(), code: code ?? null }), EXIT.failure, 'temporary-file');
    }
    this.#written += this.#used;
    this.#used = 0;
  }
}

/** Returns the bytes that whole names take. */
function* namesIn(bytes: Buffer): Generator<string, number> {
  let at = 0;
  while (at + LENGTH <= bytes.length) {
    const end = at + LENGTH + bytes.readUInt32LE(at);
    if (end > bytes.length) break;
    yield bytes.toString('latin1', at + LENGTH, end);
    at = end;
  }
  return at;
}
