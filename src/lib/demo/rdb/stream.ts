/** Streams without consumer groups, in nodes as XADD creates them (`t_stream.c`). */
import { ByteWriter } from './byte-writer.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { interleaved, type StreamEvent } from '../entry.js';
import { LISTPACK_HEADER_BYTES, ListpackBuilder } from './listpack.js';
import { writeBlob, writeLength } from './strings.js';

/** Defaults of `stream-node-max-bytes` and `stream-node-max-entries`. */
const NODE_BYTES = 4096;
const NODE_EVENTS = 100;
/** Position of the number of entries in a node; an integer up to 127 is one byte with its value. */
const FIRST_ELEMENT = LISTPACK_HEADER_BYTES;
/** The entry has the same fields as the node's first entry, which are not repeated. */
const SAME_FIELDS = 2;

interface Id {
  ms: bigint;
  sequence: bigint;
}

/** Nodes, length, last and first id, highest deleted id, number of entries ever added, number of groups. */
export function writeStream(out: SnapshotBytes, events: readonly StreamEvent[]): void {
  const nodes = [...nodesOf(events)];
  writeLength(out, nodes.length);
  for (const { first, bytes } of nodes) {
    const key = new ByteWriter();
    key.bigEndian64(first.ms);
    key.bigEndian64(first.sequence);
    writeBlob(out, key.take());
    writeBlob(out, bytes);
  }
  const never = { ms: 0n, sequence: 0n };
  const [first, last] = [events[0], events.at(-1)].map((event) => (event ? parseId(event.id) : never));
  writeLength(out, events.length);
  for (const id of [last!, first!, never]) {
    writeLength(out, id.ms);
    writeLength(out, id.sequence);
  }
  writeLength(out, events.length);
  writeLength(out, 0);
}

interface Node {
  first: Id;
  bytes: Buffer;
}

function* nodesOf(events: readonly StreamEvent[]): Generator<Node> {
  let open: OpenNode | null = null;
  for (const event of events) {
    if (open && !open.hasRoom(event)) {
      yield open.close();
      open = null;
    }
    open ??= new OpenNode(event);
    open.add(event);
  }
  if (open) yield open.close();
}

/** Each entry is stored as its flags, its id relative to the first one, its fields, and the number of these elements. */
class OpenNode {
  readonly #first: Id;
  readonly #fields: readonly string[];
  readonly #listpack = new ListpackBuilder();
  #events = 0;

  constructor({ id, fields }: StreamEvent) {
    this.#first = parseId(id);
    this.#fields = fields.map(([field]) => field);
    // Number of valid entries, set at the end, and of deleted entries; then the fields of the first entry.
    for (const element of [0, 0, fields.length, ...this.#fields, 0]) this.#listpack.add(element);
  }

  hasRoom({ fields }: StreamEvent): boolean {
    const contents = interleaved(fields).reduce((sum, text) => sum + text.length, 0);
    return this.#events < NODE_EVENTS && this.#listpack.bytes + contents < NODE_BYTES;
  }

  add({ id, fields }: StreamEvent): void {
    const { ms, sequence } = parseId(id);
    const isSame = fields.length === this.#fields.length && fields.every(([field], index) => field === this.#fields[index]);
    const contents = isSame ? fields.map(([, value]) => value) : [fields.length, ...interleaved(fields)];
    const since = [distance(this.#first.ms, ms), distance(this.#first.sequence, sequence)];
    const elements = [isSame ? SAME_FIELDS : 0, ...since, ...contents];
    for (const element of [...elements, elements.length]) this.#listpack.add(element);
    this.#events++;
  }

  close(): Node {
    const bytes = this.#listpack.take();
    bytes[FIRST_ELEMENT] = this.#events;
    return { first: this.#first, bytes };
  }
}

/** Parts of ids are unsigned and their difference is signed, both with 64 bits, so a large difference wraps. */
const distance = (from: bigint, to: bigint): bigint => BigInt.asIntN(64, to - from);

function parseId(id: string): Id {
  const [ms = '', sequence = ''] = id.split('-');
  return { ms: BigInt(ms), sequence: BigInt(sequence) };
}
