import { ListpackBuilder } from './listpack.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeBlob, writeLength } from './strings.js';

/** The default `list-max-listpack-size -2`: nodes of up to 8 KiB. */
const NODE_BYTES = 8192;
/** Bytes that the server adds to an element's length when it checks whether the element fits in the node (`quicklist.c`). */
const ELEMENT_OVERHEAD = 8;
const PACKED_NODE = 2;

/** The nodes that result from appending the elements one by one. */
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
