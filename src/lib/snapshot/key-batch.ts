/** Keys on their way from one thread to another: their names in one piece, and a row of numbers for each. */
import { SNAPSHOT_TYPES, type CountedKey } from './snapshot-key.js';

export interface KeyBatch {
  /** One name after the other. */
  names: Uint8Array<ArrayBuffer>;
  /** Rows of `WIDTH` numbers: where the name ends, database, type, expiry, offset, length, bytes. Not a number stands for `null`. */
  rows: Float64Array<ArrayBuffer>;
  keys: number;
  /** Types of modules' values, in the order of the keys that have one. */
  moduleTypes: string[];
}

const WIDTH = 7;
/** Room that nearly always suffices for what a chunk of a file holds. */
const NAMES = 128 * 1024;
const KEYS = 2048;

const emptyBatch = (): KeyBatch => ({
  names: new Uint8Array(NAMES),
  rows: new Float64Array(KEYS * WIDTH),
  keys: 0,
  moduleTypes: [],
});

export class BatchWriter {
  #batch = emptyBatch();
  #text = textOf(this.#batch);
  /** Bytes of all names. */
  #end = 0;

  add({ db, name, type, moduleType, expireAtMs, offset, length, bytes }: CountedKey): void {
    this.#makeRoom(name.length);
    const batch = this.#batch;
    this.#text.write(name, this.#end, 'latin1');
    this.#end += name.length;
    if (moduleType !== null) batch.moduleTypes.push(moduleType);
    const { rows } = batch;
    const at = batch.keys++ * WIDTH;
    rows[at] = this.#end;
    rows[at + 1] = db;
    rows[at + 2] = SNAPSHOT_TYPES.indexOf(type);
    rows[at + 3] = expireAtMs ?? Number.NaN;
    rows[at + 4] = offset;
    rows[at + 5] = length ?? Number.NaN;
    rows[at + 6] = bytes;
  }

  #makeRoom(nameLength: number): void {
    const batch = this.#batch;
    if ((batch.keys + 1) * WIDTH > batch.rows.length) {
      const { rows } = batch;
      batch.rows = new Float64Array(rows.length * 2);
      batch.rows.set(rows);
    }
    if (this.#end + nameLength > batch.names.length) {
      const { names } = batch;
      batch.names = new Uint8Array((this.#end + nameLength) * 2);
      batch.names.set(names);
      this.#text = textOf(batch);
    }
  }

  /** The keys since the last call. */
  take(): KeyBatch {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    this.#text = textOf(this.#batch);
    this.#end = 0;
    return batch;
  }
}

const textOf = ({ names }: KeyBatch): Buffer => Buffer.from(names.buffer);

/** Calls `use` for each key of a batch, with an object of its own. */
export function eachKey(batch: KeyBatch, use: (key: CountedKey) => void): void {
  const { rows, keys, moduleTypes } = batch;
  const text = textOf(batch);
  let start = 0;
  let modules = 0;
  for (let at = 0; at < keys * WIDTH; at += WIDTH) {
    const end = rows[at]!;
    const type = SNAPSHOT_TYPES[rows[at + 2]!]!;
    use({
      db: rows[at + 1]!,
      // Cut out of one text they would be quicker to have, but whoever kept one would keep them all.
      name: text.toString('latin1', start, end),
      type,
      moduleType: type === 'module' ? moduleTypes[modules++]! : null,
      expireAtMs: orNull(rows[at + 3]!),
      offset: rows[at + 4]!,
      length: orNull(rows[at + 5]!),
      bytes: rows[at + 6]!,
    });
    start = end;
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
