import type { Session } from './topology.js';

/** Keys of the database, on all nodes; `null` where they are not told. */
export async function databaseKeys({ nodes }: Session): Promise<number | null> {
  const counts = await Promise.all(nodes.map(({ control }) => control.ask('DBSIZE')));
  return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : null;
}
