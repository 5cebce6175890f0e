/** Keys on their way from one thread to another: their names in one piece, the codes of their segments, and a row of numbers for each. */
import { mostCodes, SegmentReader, SegmentWriter } from './name-segments.js';
import { SNAPSHOT_TYPES, type CountedKey } from './snapshot-key.js';

/** What both threads see, so that nothing is copied and nothing made anew. */
interface Room {
  /** One name after the other. */
  names: Uint8Array<SharedArrayBuffer>;
  codes: Int32Array<SharedArrayBuffer>;
  /** Rows of `WIDTH` numbers: where the name ends, database, type, expiry, offset, length, bytes. Not a number stands for `null`. */
  rows: Float64Array<SharedArrayBuffer>;
}

export interface KeyBatch extends Room {
  keys: number;
  /** Types of modules' values, in the order of the keys that have one. */
  moduleTypes: string[];
}

const WIDTH = 7;
/** Room that nearly always suffices for what a chunk of a file holds. */
const NAMES = 128 * 1024;
const CODES = 32 * 1024;
const KEYS = 2048;

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

const emptyRoom = (): Room => ({
  names: new Uint8Array(shared(NAMES)),
  codes: new Int32Array(shared(CODES * 4)),
  rows: new Float64Array(shared(KEYS * WIDTH * 8)),
});

/** Writes batches into so many rooms by turns: a batch is good until that many more have been begun. */
export class BatchWriter {
  readonly #rooms: Room[];
  readonly #segments = new SegmentWriter();
  #turn = 0;
  #room: Room;
  #keys = 0;
  #moduleTypes: string[] = [];
  /** Of the names, and of their codes. */
  #end = 0;
  #codesEnd = 0;
  /** Bytes of the name of the next key, which lie behind the others; after a turn they wait until the next room may be written. */
  #nameLength = 0;
  #carried: Uint8Array | null = null;

  constructor(rooms: number) {
    this.#rooms = Array.from({ length: rooms }, emptyRoom);
    this.#room = this.#rooms[0]!;
  }

  /** Takes the name of the next key, the bytes between `start` and `end`. */
  takeName(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#makeRoom(length);
    const { names } = this.#room;
    const to = this.#end;
    for (let at = 0; at < length; at++) names[to + at] = bytes[start + at]!;
    this.#nameLength = length;
    this.#carried = null;
  }

  /** Takes the key whose name has been taken. */
  add({ db, type, moduleType, expireAtMs, offset, length, bytes }: Omit<CountedKey, 'name'>): void {
    if (this.#carried !== null) this.takeName(this.#carried, 0, this.#carried.length);
    const { names, codes, rows } = this.#room;
    const nameEnd = this.#end + this.#nameLength;
    this.#codesEnd = this.#segments.write(names, this.#end, nameEnd, codes, this.#codesEnd);
    this.#end = nameEnd;
    this.#nameLength = 0;
    if (moduleType !== null) this.#moduleTypes.push(moduleType);
    const at = this.#keys++ * WIDTH;
    rows[at] = this.#end;
    rows[at + 1] = db;
    rows[at + 2] = SNAPSHOT_TYPES.indexOf(type);
    rows[at + 3] = expireAtMs ?? Number.NaN;
    rows[at + 4] = offset;
    rows[at + 5] = length ?? Number.NaN;
    rows[at + 6] = bytes;
  }

  #makeRoom(nameLength: number): void {
    const room = this.#room;
    const [names, codes, rows] = [this.#end + nameLength, this.#codesEnd + mostCodes(nameLength), (this.#keys + 1) * WIDTH];
    if (names > room.names.length) room.names = moved(room.names, new Uint8Array(shared(names * 2)));
    if (codes > room.codes.length) room.codes = moved(room.codes, new Int32Array(shared(codes * 2 * 4)));
    if (rows > room.rows.length) room.rows = moved(room.rows, new Float64Array(shared(rows * 2 * 8)));
  }

  /** The keys since the last call. */
  take(): KeyBatch {
    const batch = { ...this.#room, keys: this.#keys, moduleTypes: this.#moduleTypes };
    this.#carried ??= batch.names.slice(this.#end, this.#end + this.#nameLength);
    this.#turn = (this.#turn + 1) % this.#rooms.length;
    this.#room = this.#rooms[this.#turn]!;
    this.#keys = this.#end = this.#codesEnd = 0;
    this.#moduleTypes = [];
    return batch;
  }
}

function moved<Numbers extends Uint8Array | Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** A key of a batch, read where it lies: good until the next one is. */
class BatchKey implements CountedKey {
  segments: readonly string[] = [];
  moduleType: string | null = null;
  /** Of its row. */
  at = 0;
  nameStart = 0;

  constructor(
    private readonly rows: Float64Array,
    private readonly names: Buffer,
  ) {}

  get nameEnd(): number {
    return this.rows[this.at]!;
  }

  get name(): string {
    return this.names.toString('latin1', this.nameStart, this.nameEnd);
  }

  get db(): number {
    return this.rows[this.at + 1]!;
  }

  get type(): CountedKey['type'] {
    return SNAPSHOT_TYPES[this.rows[this.at + 2]!]!;
  }

  get expireAtMs(): number | null {
    return orNull(this.rows[this.at + 3]!);
  }

  get offset(): number {
    return this.rows[this.at + 4]!;
  }

  get length(): number | null {
    return orNull(this.rows[this.at + 5]!);
  }

  get bytes(): number {
    return this.rows[this.at + 6]!;
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Reads the batches of one writer, all and in their order. */
export class BatchReader {
  readonly #segments = new SegmentReader();

  /** Calls `use` for each key of a batch, with an object that is good until it returns. */
  each({ names, codes, rows, keys, moduleTypes }: KeyBatch, use: (key: CountedKey) => void): void {
    const text = Buffer.from(names.buffer);
    const key = new BatchKey(rows, text);
    let modules = 0;
    let codesAt = 0;
    let start = 0;
    for (let at = 0; at < keys * WIDTH; at += WIDTH) {
      key.at = at;
      key.nameStart = start;
      key.segments = this.#segments.read(codes, codesAt, text);
      codesAt = this.#segments.end;
      key.moduleType = key.type === 'module' ? moduleTypes[modules++]! : null;
      use(key);
      start = key.nameEnd;
    }
  }
}
