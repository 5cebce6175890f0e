/** Tells servers apart whatever their addresses: a plan made for one must not be carried out on another. */
import { createHash } from 'node:crypto';
import { infoField } from './info.js';
import type { Session } from './topology.js';

/**
 * The run id of the server, which changes when it is restarted or replaced; of a cluster a digest of its nodes' ids. `unknown` where neither is
 * told.
 */
export async function fingerprintOf(session: Session): Promise<string> {
  const [{ control, info }] = session.nodes;
  if (session.mode === 'cluster') {
    const nodes = await control.ask('CLUSTER', 'NODES');
    if (typeof nodes === 'string') return `cluster ${digest(nodeIds(nodes))}`;
  }
  const runId = infoField(info, 'run_id');
  return runId === null ? 'unknown' : `run ${runId}`;
}

/** The first word of each line. */
const nodeIds = (nodes: string): string[] =>
  nodes
    .split('\n')
    .map((line) => line.split(' ')[0]!)
    .filter((id) => id !== '')
    .sort();

const digest = (ids: readonly string[]): string => createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 40);
