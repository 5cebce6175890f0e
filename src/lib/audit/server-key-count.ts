/** The number of keys that the server reports, in INFO or else in DBSIZE. */
import { parseInfo, type Info } from '../redis/info.js';
import type { Session, SessionNode } from '../redis/topology.js';
import { databases } from './server-facts.js';

/** Keys of each node in the requested databases; `null`: some node does not report it. */
export async function serverKeys(session: Session, infos: readonly Info[], wanted: number | 'all'): Promise<number[] | null> {
  const counts = await Promise.all(session.nodes.map((node, index) => keysOf(node, infos[index]!, session.target.db, wanted)));
  return counts.every((keys) => keys !== null) ? counts : null;
}

/** The same at this moment; `null` also if the server no longer replies. */
export async function serverKeysNow(session: Session, wanted: number | 'all'): Promise<number[] | null> {
  try {
    const replies = await Promise.all(session.nodes.map(({ control }) => control.ask('INFO', 'keyspace')));
    const infos = replies.map((reply): Info => (typeof reply === 'string' ? parseInfo(reply) : new Map()));
    return await serverKeys(session, infos, wanted);
  } catch {
    // The report does not depend on it: without it the count is not proven.
    return null;
  }
}

export const sumOf = (keys: readonly number[] | null): number | null => keys && keys.reduce((sum, each) => sum + each, 0);

async function keysOf({ control }: SessionNode, info: Info, selected: number, wanted: number | 'all'): Promise<number | null> {
  if (info.has('keyspace')) {
    return databases([info])
      .filter(({ db }) => wanted === 'all' || db === wanted)
      .reduce((sum, { keys }) => sum + keys, 0);
  }
  // DBSIZE covers only the selected database.
  if (wanted !== selected) return null;
  const reply = await control.ask('DBSIZE');
  return typeof reply === 'number' ? reply : null;
}
