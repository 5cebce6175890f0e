import { ListpackBuilder } from './listpack.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeBlob, writeLength } from './strings.js';

/** `list-max-listpack-size -2`, as it is without configuration: nodes of up to 8 KiB. */
const NODE_BYTES = 8192;
/** What the server adds to the length of an element when it judges whether the node can take it (`quicklist.c`). */
const ELEMENT_OVERHEAD = 8;
const PACKED_NODE = 2;

/** The nodes that appending one element after the other makes. */
export function writeList(out: SnapshotBytes, elements: readonly string[]): void {
  const nodes: Buffer[] = [];
  const node = new ListpackBuilder();
  for (const element of elements) {
    if (node.count > 0 && node.bytes + element.length + ELEMENT_OVERHEAD > NODE_BYTES) nodes.push(node.take());
    node.add(element);
  }
  if (node.count > 0) nodes.push(node.take());
  writeLength(out, nodes.length);
  for (const bytes of nodes) {
    writeLength(out, PACKED_NODE);
    writeBlob(out, bytes);
  }
}
