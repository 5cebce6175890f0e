import calculateSlot from 'cluster-key-slot';
import { says } from '../errors/session.js';
import { EXIT, failure } from '../format/errors.js';
import { addressText, isHost, tcpAddress, type NodeAddress } from './address.js';
import type { Control } from './control.js';
import { infoField, type Info } from './info.js';
import { ReplyError, type Reply } from './resp.js';

const SLOTS = 16_384;

/** First and last slot, inclusive. */
export type SlotRange = readonly [first: number, last: number];

export interface Shard {
  master: NodeAddress;
  replicas: NodeAddress[];
  slots: SlotRange[];
}

/** True when the server is a cluster node. Asks CLUSTER INFO if INFO does not say. */
export async function isClusterNode(control: Control, info: Info): Promise<boolean> {
  const enabled = infoField(info, 'cluster_enabled');
  if (enabled !== null) return enabled === '1';
  const reply = await control.ask('CLUSTER', 'INFO');
  return typeof reply === 'string' && reply.includes('cluster_state:');
}

/** The shards that hold slots, from CLUSTER SLOTS. `null`: a service that hides its nodes behind one address. */
export async function readShards(control: Control): Promise<Shard[] | null> {
  const reply = await control.ask('CLUSTER', 'SLOTS');
  if (reply instanceof ReplyError) {
    if (/unknown (sub)?command/i.test(reply.message)) return null;
    // Only `call` throws the refusal. Without it, part of the cluster would pass for the whole.
    await control.call('CLUSTER', 'SLOTS');
  }
  const shards = parseShards(reply, control.address);
  if (shards.length === 0) {
    throw failure(says('cluster-empty', { at: addressText(control.address) }), EXIT.connection);
  }
  return shards;
}

export const slotOfKey = (key: string): number => calculateSlot(Buffer.from(key, 'latin1'));

export function unassignedSlots(shards: readonly Shard[]): number {
  return shards.flatMap(({ slots }) => slots).reduce((left, [first, last]) => left - (last - first + 1), SLOTS);
}

/** Groups the ranges of CLUSTER SLOTS (`[first, last, [host, port, id, …], replica …]`) by master. */
export function parseShards(reply: Reply, seed: NodeAddress): Shard[] {
  const shards = new Map<string, Shard>();
  for (const entry of Array.isArray(reply) ? reply : []) {
    if (!Array.isArray(entry)) continue;
    const [first, last, ...nodes] = entry;
    const [master, ...replicas] = nodes.flatMap((node) => nodeAddress(node, seed));
    if (typeof first !== 'number' || typeof last !== 'number' || !master) continue;
    const id = addressText(master);
    const shard = shards.get(id) ?? { master, replicas, slots: [] };
    shard.slots.push([first, last]);
    shards.set(id, shard);
  }
  return [...shards.values()];
}

/** Services that show one address for all nodes leave the host empty; the seed's host is used instead. */
function nodeAddress(node: Reply, seed: NodeAddress): NodeAddress[] {
  if (!Array.isArray(node)) return [];
  const [host, port] = node;
  const known = typeof host === 'string' && host !== '' && host !== '?' ? host : seed.host;
  return typeof port === 'number' && isHost(known) ? [tcpAddress(known, port)] : [];
}
