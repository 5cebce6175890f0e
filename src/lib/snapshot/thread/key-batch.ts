/** Batches of keys sent between threads: the codes of their names' segments, and a row of numbers for each key. */
import { mostCodes, SegmentReader, SegmentWriter, type CodedNames } from './name-segments.js';
import { SNAPSHOT_TYPES, type CountedKey, type NameSegment } from '../snapshot-key.js';

/** Memory shared by both threads, so that nothing is copied or reallocated. */
interface Room extends CodedNames {
  texts: Uint8Array<SharedArrayBuffer>;
  codes: Int32Array<SharedArrayBuffer>;
  /** Rows of `WIDTH` numbers: database, type, expiry, offset, length, bytes. NaN means `null`. */
  rows: Float64Array<SharedArrayBuffer>;
}

export interface KeyBatch extends Room {
  keys: number;
  /** Module types, in the order of the keys that have one. */
  moduleTypes: string[];
}

const WIDTH = 6;
/** Initial sizes, which nearly always suffice for one chunk of a file. */
const TEXTS = 64 * 1024;
const CODES = 32 * 1024;
const KEYS = 2048;

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

const emptyRoom = (): Room => ({
  texts: new Uint8Array(shared(TEXTS)),
  codes: new Int32Array(shared(CODES * 4)),
  rows: new Float64Array(shared(KEYS * WIDTH * 8)),
});

const NO_BYTES = new Uint8Array(0);

/** Writes batches into several rooms in rotation. A batch is valid until every room has been used again. */
export class BatchWriter {
  readonly #rooms: Room[];
  readonly #segments = new SegmentWriter();
  #turn = 0;
  #room: Room;
  #keys = 0;
  #moduleTypes: string[] = [];
  /** Bytes with the next key's name; `take` replaces them by a copy. */
  #name: Uint8Array = NO_BYTES;
  #nameStart = 0;
  #nameEnd = 0;

  constructor(rooms: number) {
    this.#rooms = Array.from({ length: rooms }, emptyRoom);
    this.#room = this.#rooms[0]!;
  }

  /**
   * Takes the next key's name as the bytes between `start` and `end`. They must stay valid until the key is added or the batch is
   * taken.
   */
  takeName(bytes: Uint8Array, start: number, end: number): void {
    this.#name = bytes;
    this.#nameStart = start;
    this.#nameEnd = end;
  }

  /** Adds the key whose name was taken. */
  add({ db, type, moduleType, expireAtMs, offset, length, bytes }: Omit<CountedKey, 'name'>): void {
    this.#makeRoom(this.#nameEnd - this.#nameStart);
    this.#segments.write(this.#name, this.#nameStart, this.#nameEnd, this.#room);
    if (moduleType !== null) this.#moduleTypes.push(moduleType);
    const { rows } = this.#room;
    const at = this.#keys++ * WIDTH;
    rows[at] = db;
    rows[at + 1] = SNAPSHOT_TYPES.indexOf(type);
    rows[at + 2] = expireAtMs ?? Number.NaN;
    rows[at + 3] = offset;
    rows[at + 4] = length ?? Number.NaN;
    rows[at + 5] = bytes;
  }

  #makeRoom(nameLength: number): void {
    const room = this.#room;
    const { textsEnd, codesEnd } = this.#segments;
    const [texts, codes, rows] = [textsEnd + nameLength, codesEnd + mostCodes(nameLength), (this.#keys + 1) * WIDTH];
    if (texts > room.texts.length) room.texts = moved(room.texts, new Uint8Array(shared(texts * 2)));
    if (codes > room.codes.length) room.codes = moved(room.codes, new Int32Array(shared(codes * 2 * 4)));
    if (rows > room.rows.length) room.rows = moved(room.rows, new Float64Array(shared(rows * 2 * 8)));
  }

  /** Returns the keys since the last call. */
  take(): KeyBatch {
    const batch = { ...this.#room, keys: this.#keys, moduleTypes: this.#moduleTypes };
    const carried = Uint8Array.from(this.#name.subarray(this.#nameStart, this.#nameEnd));
    this.takeName(carried, 0, carried.length);
    this.#turn = (this.#turn + 1) % this.#rooms.length;
    this.#room = this.#rooms[this.#turn]!;
    this.#segments.reset();
    this.#keys = 0;
    this.#moduleTypes = [];
    return batch;
  }
}

function moved<Numbers extends Uint8Array | Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** A key of a batch, read in place: valid until the next key is read. */
class BatchKey<Segment extends NameSegment> implements CountedKey<Segment> {
  segments: readonly Segment[] = [];
  moduleType: string | null = null;
  /** Start of its row. */
  at = 0;

  constructor(private readonly rows: Float64Array) {}

  get name(): string {
    return this.segments.map(({ text }) => text).join(':');
  }

  get db(): number {
    return this.rows[this.at]!;
  }

  get type(): CountedKey['type'] {
    return SNAPSHOT_TYPES[this.rows[this.at + 1]!]!;
  }

  get expireAtMs(): number | null {
    return orNull(this.rows[this.at + 2]!);
  }

  get offset(): number {
    return this.rows[this.at + 3]!;
  }

  get length(): number | null {
    return orNull(this.rows[this.at + 4]!);
  }

  get bytes(): number {
    return this.rows[this.at + 5]!;
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Reads all batches of one writer, in order. */
export class BatchReader<Segment extends NameSegment> {
  readonly #segments: SegmentReader<Segment>;

  constructor(newSegment: (text: string) => Segment) {
    this.#segments = new SegmentReader(newSegment);
  }

  /** Calls `use` for each key of a batch, with an object that is valid during the call. */
  each({ texts, codes, rows, keys, moduleTypes }: KeyBatch, use: (key: CountedKey<Segment>) => void): void {
    const text = Buffer.from(texts.buffer);
    const key = new BatchKey<Segment>(rows);
    let modules = 0;
    let codesAt = 0;
    for (let at = 0; at < keys * WIDTH; at += WIDTH) {
      key.at = at;
      key.segments = this.#segments.read(codes, codesAt, text);
      codesAt = this.#segments.end;
      key.moduleType = key.type === 'module' ? moduleTypes[modules++]! : null;
      use(key);
    }
  }
}
