/** A real Redis Cluster on loopback ports. */
import type { Redis } from 'ioredis';
import { isLinked, roleOf } from './redis-pair.js';
import { startAll, startRedis, type TestServer } from './redis-server.js';
import { until } from './waiting.js';

const SLOTS = 16_384;

/**
 * Milliseconds after which a silent node counts as failed. A shorter time makes nodes exchange their knowledge, and vote again,
 * sooner.
 */
const [QUICK, STEADY] = ['1000', '5000'];

const gossip = (clients: readonly Redis[], timeout: string): Promise<unknown> =>
  Promise.all(clients.map((client) => client.config('SET', 'cluster-node-timeout', timeout)));

export interface TestCluster {
  masters: TestServer[];
  replicas: TestServer[];
  stop(): Promise<void>;
}

/** Starts masters that share all slots evenly, each with `replicas` replicas, and waits until all nodes agree. */
export async function startCluster({
  masters,
  replicas = 0,
  args = [],
}: {
  masters: number;
  replicas?: number;
  args?: string[];
}): Promise<TestCluster> {
  const count = masters * (1 + replicas);
  const servers = await startAll(...Array.from({ length: count }, () => startNode(args)));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const clients = servers.map((server) => server.client());
    // Facts set before the nodes meet need no later ping to spread.
    await Promise.all(clients.map((client, index) => client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))));
    await Promise.all(clients.slice(0, masters).map((client, index) => assignSlots(client, index, masters)));
    await gossip(clients, QUICK);
    await join(servers, clients);
    const ids = await Promise.all(clients.slice(0, masters).map(idOf));
    await Promise.all(clients.slice(masters).map((client, index) => replicate(client, ids[index % masters]!)));
    await Promise.all(clients.map((client) => settled(client, masters, count)));
    await gossip(clients, STEADY);
    return { masters: servers.slice(0, masters), replicas: servers.slice(masters), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Promotes one of the master's replicas, with all of its data, and waits until every node knows. `shard`: index of the master.
 */
export async function failOver({ masters, replicas }: TestCluster, shard: number): Promise<void> {
  const pair = [masters[shard]!.client(), replicas[shard]!.client()];
  const roles = await Promise.all(pair.map(roleOf));
  const heir = pair[roles.indexOf('slave')]!;
  const [master, replica] = await Promise.all([pair[1 - pair.indexOf(heir)]!, heir].map(idOf));
  const all = [...masters, ...replicas].map((server) => server.client());
  const areKnownAs = (...ids: unknown[]): Promise<void> =>
    until(async () => (await Promise.all(all.map(shardsIn))).every((shards) => shards.includes(ids.join(' '))));
  await gossip(all, QUICK);
  // After a previous failover it may not be known as the replica yet, and would be refused.
  await areKnownAs(master, replica);
  await until(() => isLinked(heir));
  await heir.call('CLUSTER', 'FAILOVER');
  await areKnownAs(replica, master);
  await gossip(all, STEADY);
}

const idOf = async (client: Redis): Promise<string> => String(await client.call('CLUSTER', 'MYID'));

/** The ids of each shard as one node knows them, the master's first. */
async function shardsIn(client: Redis): Promise<string[]> {
  const slots = (await client.call('CLUSTER', 'SLOTS')) as [number, number, ...[string, number, string][]][];
  return slots.map(([, , ...nodes]) => nodes.map(([, , id]) => id).join(' '));
}

function startNode(args: readonly string[]): Promise<TestServer> {
  // A replica is not announced before its master has sent it something, which otherwise is a ping every ten seconds.
  const soon = ['--repl-ping-replica-period', '1', '--repl-diskless-sync-delay', '0'];
  return startRedis(['--cluster-enabled', 'yes', '--cluster-node-timeout', STEADY, ...soon, ...args]);
}

/** Every node meets every other, because gossip alone would take seconds. */
async function join(servers: readonly TestServer[], clients: readonly Redis[]): Promise<void> {
  const buses = await Promise.all(
    clients.map(async (client) => /@(\d+)/.exec(String(await client.call('CLUSTER', 'NODES')))![1]!),
  );
  for (const [index, client] of clients.entries())
    for (const [at, { port }] of servers.entries())
      if (at !== index) await client.call('CLUSTER', 'MEET', '127.0.0.1', String(port), buses[at]!);
  // Until two nodes have answered each other, each knows the other by a temporary name.
  await until(async () => {
    const nodes = await Promise.all(clients.map(async (client) => String(await client.call('CLUSTER', 'NODES'))));
    return nodes.every((text) => !text.includes('handshake') && text.trim().split('\n').length === clients.length);
  });
}

async function assignSlots(client: Redis, index: number, masters: number): Promise<void> {
  const first = Math.floor((index * SLOTS) / masters);
  const last = Math.floor(((index + 1) * SLOTS) / masters) - 1;
  await client.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last));
}

async function replicate(client: Redis, masterId: string): Promise<void> {
  await client.call('CLUSTER', 'REPLICATE', masterId);
  await until(() => isLinked(client));
}

async function settled(client: Redis, masters: number, nodes: number): Promise<void> {
  await until(async () => {
    const slots = (await client.call('CLUSTER', 'SLOTS')) as unknown[][];
    const listed = slots.reduce((sum, [, , ...range]) => sum + range.length, 0);
    return slots.length === masters && listed === nodes && (await clusterField(client, 'cluster_state')) === 'ok';
  }, 50);
}

async function clusterField(client: Redis, field: string): Promise<string | undefined> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
