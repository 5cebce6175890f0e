import { infoDatabases } from './info.js';
import type { Session } from './topology.js';

/** Keys of the database, on all nodes, by one DBSIZE each; `null`: some node does not report it. */
export async function databaseKeys({ nodes }: Session): Promise<number | null> {
  const counts = await Promise.all(nodes.map(({ control }) => control.ask('DBSIZE')));
  return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : null;
}

/** The same when the session was opened, by its INFO and without a command; `null` where INFO is refused. */
export function keysAtStart({ nodes }: Pick<Session, 'nodes'>, db: number): number | null {
  if (!nodes.every(({ info }) => info.has('keyspace'))) return null;
  return nodes.reduce((sum, { info }) => sum + (infoDatabases(info).find((row) => row.db === db)?.keys ?? 0), 0);
}
