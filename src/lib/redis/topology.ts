import { says } from '../errors/session.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';
import { addressText, type NodeAddress } from './address.js';
import { isClusterNode, readShards, slotOfKey, unassignedSlots, type Shard, type SlotRange } from './cluster.js';
import type { Access, Control } from './control.js';
import { infoField, parseInfo, type Info } from './info.js';
import type { SessionNotice } from './notices.js';
import { openPool, type ControlPool } from './pool.js';
import { bestReplica, isReplica, noReplica } from './replica.js';
import { ReplyError } from './resp.js';
import { askSentinels } from './sentinel.js';
import { targetAddress, type Target } from './target.js';

/** One node to read from: a master, or a replica in its place. */
export interface SessionNode {
  /** Its address as text. */
  name: string;
  address: NodeAddress;
  control: Control;
  info: Info;
  /** Slots that the node holds; empty outside a cluster. */
  slots: readonly SlotRange[];
  /** True for a cluster replica, which answers only after READONLY. */
  readonly: boolean;
}

/** Connections to all nodes that together hold every key exactly once. */
export interface Session {
  /** As given, with the address that the sentinels returned. */
  target: Target;
  mode: 'standalone' | 'cluster' | 'sentinel';
  nodes: readonly [SessionNode, ...SessionNode[]];
  /** INFO of the first node; empty when INFO is refused. */
  info: Info;
  /** Notes for the user about the choice of nodes. */
  notes: SessionNotice[];
  /** The node that holds a key (a byte string). */
  nodeForKey(key: string): SessionNode;
  close(): void;
}

interface Choice {
  mode: Session['mode'];
  nodes: [SessionNode, ...SessionNode[]];
}

/** Connects to a target and finds its nodes. Rejects with a MeterError: exit 5 for a failed connection, 6 for a spent budget, 130 when aborted. */
export async function openSession(target: Target, access: Access): Promise<Session> {
  const pool = openPool(target, access);
  const notes: SessionNotice[] = [];
  try {
    const { sentinel } = target;
    const address = sentinel ? await askSentinels(target, sentinel, access) : targetAddress(target);
    const seed = await pool.connect(address, { announced: sentinel !== null });
    const { mode, nodes } = sentinel ? await verified(target, seed, notes) : await chosen(target, seed, pool, notes);
    pool.keep(nodes.map(({ control }) => control));
    const bySlot = (slot: number) => nodes.find(({ slots }) => slots.some(([first, last]) => slot >= first && slot <= last));
    return {
      target: { ...target, ...address },
      mode,
      nodes,
      info: nodes[0].info,
      notes,
      nodeForKey: (key) => (nodes.length === 1 ? nodes[0] : (bySlot(slotOfKey(key)) ?? nodes[0])),
      close: () => pool.close(),
    };
  } catch (error) {
    pool.close();
    throw error;
  }
}

async function chosen(target: Target, seed: Control, pool: ControlPool, notes: SessionNotice[]): Promise<Choice> {
  const first = await sessionNode(seed, notes);
  const clustered = target.mode !== 'standalone' && (await isClusterNode(seed, first.info));
  if (clustered) return clusterNodes(target, first, pool, notes);
  if (target.mode === 'cluster') throw notCluster(seed.address);
  if (!target.replica) return { mode: 'standalone', nodes: [first] };
  if (isReplica(first.info)) return { mode: 'standalone', nodes: [first] };
  const replica = bestReplica(first.info);
  if (!replica) throw noReplica(seed.address);
  notes.push({ code: 'reads-replica', params: { replica: addressText(replica), of: first.name } });
  return { mode: 'standalone', nodes: [await sessionNode(await pool.connect(replica, { announced: true }), notes)] };
}

async function clusterNodes(target: Target, first: SessionNode, pool: ControlPool, notes: SessionNotice[]): Promise<Choice> {
  const shards = await readShards(first.control);
  if (shards === null) {
    notes.push({ code: 'cluster-names-no-nodes', params: {} });
    return { mode: 'cluster', nodes: [first] };
  }
  const connect = async (shard: Shard): Promise<SessionNode> => {
    const address = target.replica ? shard.replicas[0] : shard.master;
    if (!address) throw noReplica(shard.master);
    const control = await pool.connect(address, { announced: true, readonly: target.replica });
    const node = control === first.control ? first : await sessionNode(control, notes);
    return { ...node, slots: shard.slots, readonly: target.replica };
  };
  const [head, ...rest] = await Promise.all(shards.map(connect));
  if (!head) throw notCluster(first.address);
  const role = target.replica ? 'replica' : 'master';
  if (target.mode === 'auto') notes.push({ code: 'cluster-shards', params: { shards: shards.length, role } });
  const missing = unassignedSlots(shards);
  if (missing > 0) notes.push({ code: 'slots-without-node', params: { slots: missing } });
  return { mode: 'cluster', nodes: [head, ...rest] };
}

/** Checks the role: a sentinel may still return a node that has just lost, or not yet taken, its role. */
async function verified(target: Target, control: Control, notes: SessionNotice[]): Promise<Choice> {
  const expected = target.replica ? 'slave' : 'master';
  const role = await control.ask('ROLE');
  if (Array.isArray(role) && role[0] !== expected) throw duringFailover(control.address, expected);
  return { mode: 'sentinel', nodes: [await sessionNode(control, notes)] };
}

async function sessionNode(control: Control, notes: SessionNotice[]): Promise<SessionNode> {
  const { address } = control;
  const name = addressText(address);
  const info = await readInfo(control, name, notes);
  if (infoField(info, 'redis_mode') === 'sentinel') throw await isSentinel(control);
  return { name, address, control, info, slots: [], readonly: false };
}

async function readInfo(control: Control, name: string, notes: SessionNotice[]): Promise<Info> {
  const reply = await control.ask('INFO');
  if (typeof reply === 'string') return parseInfo(reply);
  if (!(reply instanceof ReplyError)) return new Map();
  notes.push({ code: 'info-refused', params: { node: name } });
  return new Map();
}

/** The error for a sentinel given as a server. ROLE on a sentinel lists the masters that it watches. */
async function isSentinel(control: Control): Promise<MeterError> {
  const at = addressText(control.address);
  const role = await control.ask('ROLE');
  const masters = Array.isArray(role) && Array.isArray(role[1]) ? role[1] : [];
  const [name] = masters.filter((each) => typeof each === 'string' && /^[\w.:-]{1,80}$/.test(each));
  return failure(says('is-sentinel', { at, master: typeof name === 'string' ? name : null }), EXIT.connection);
}

function notCluster(address: NodeAddress): MeterError {
  return failure(says('not-a-cluster', { at: addressText(address) }), EXIT.connection);
}

function duringFailover(address: NodeAddress, expected: string): MeterError {
  return failure(says('failover', { at: addressText(address), replica: expected === 'slave' }), EXIT.connection);
}
