/** Identifies a server independently of its address: a plan made for one server must not run on another. */
import { createHash } from 'node:crypto';
import { infoField } from './info.js';
import type { Session } from './topology.js';

/**
 * The run id of the server, which changes on restart or replacement; for a cluster, a digest of its nodes' ids. `unknown` when
 * the server reports neither.
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
