/** Streams without consumer groups, in nodes as XADD makes them (`t_stream.c`). */
import { ByteWriter } from './byte-writer.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { interleaved, type StreamEvent } from '../entry.js';
import { LISTPACK_HEADER_BYTES, ListpackBuilder } from './listpack.js';
import { writeBlob, writeLength } from './strings.js';

/** `stream-node-max-bytes` and `stream-node-max-entries` as they are without configuration. */
const NODE_BYTES = 4096;
const NODE_EVENTS = 100;
/** Where the number of events stands in a node; up to 127 an integer is a byte of its own value. */
const FIRST_ELEMENT = LISTPACK_HEADER_BYTES;
/** The event has the same fields as the first of its node, which are not repeated. */
const SAME_FIELDS = 2;

interface Id {
  ms: bigint;
  sequence: bigint;
}

/** Nodes, length, last and first id, highest deleted id, number of events ever added, number of groups. */
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

/** Each event as its flags, its id relative to the first one, its fields, and the number of these elements. */
class OpenNode {
  readonly #first: Id;
  readonly #fields: readonly string[];
  readonly #listpack = new ListpackBuilder();
  #events = 0;

  constructor({ id, fields }: StreamEvent) {
    this.#first = parseId(id);
    this.#fields = fields.map(([field]) => field);
    // The number of events, to be set at the end, and of deleted ones; then the fields of the first.
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

/** Parts of ids are unsigned and their distance is signed, both in 64 bits, so a long one wraps. */
const distance = (from: bigint, to: bigint): bigint => BigInt.asIntN(64, to - from);

function parseId(id: string): Id {
  const [ms = '', sequence = ''] = id.split('-');
  return { ms: BigInt(ms), sequence: BigInt(sequence) };
}
