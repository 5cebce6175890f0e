import type { Session, SessionNode } from '../../redis/topology.js';

/** Items by the node that holds their key. */
export function byNode<Item>(session: Session, items: readonly Item[], keyOf: (item: Item) => string): Map<SessionNode, Item[]> {
  const nodes = new Map<SessionNode, Item[]>();
  for (const item of items) {
    const node = session.nodeForKey(keyOf(item));
    const known = nodes.get(node);
    if (known) known.push(item);
    else nodes.set(node, [item]);
  }
  return nodes;
}
