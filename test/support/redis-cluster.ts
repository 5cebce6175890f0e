/** A real Redis Cluster on loopback ports. */
import type { Redis } from 'ioredis';
import { freePort, startRedis, type TestServer } from './redis-server.js';

const SLOTS = 16_384;

export interface TestCluster {
  masters: TestServer[];
  replicas: TestServer[];
  stop(): Promise<void>;
}

/** Starts masters that share all slots evenly, each with `replicas` replicas, and waits until every node agrees. */
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
  const servers = await Promise.all(Array.from({ length: count }, () => startNode(args)));
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const clients = servers.map((server) => server.client());
    await join(servers, clients);
    const ids = await Promise.all(clients.slice(0, masters).map((client) => client.call('CLUSTER', 'MYID')));
    await Promise.all(ids.map((_, index) => assignSlots(clients[index]!, index, masters)));
    await Promise.all(clients.slice(masters).map((client, index) => replicate(client, String(ids[index % masters]))));
    await Promise.all(clients.map((client) => settled(client, masters, count)));
    return { masters: servers.slice(0, masters), replicas: servers.slice(masters), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(args: readonly string[]): Promise<TestServer> {
  // The bus port would be the port + 10000, which may not exist for an ephemeral port.
  const busPort = await freePort();
  return startRedis(['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '5000', ...args]);
}

async function join(servers: readonly TestServer[], clients: readonly Redis[]): Promise<void> {
  const [first, ...others] = clients;
  for (const [index] of others.entries()) {
    const server = servers[index + 1]!;
    const nodes = String(await others[index]!.call('CLUSTER', 'NODES'));
    const busPort = /@(\d+)/.exec(nodes)![1]!;
    await first!.call('CLUSTER', 'MEET', '127.0.0.1', String(server.port), busPort);
  }
  await until(async () => {
    const known = await Promise.all(clients.map((client) => clusterField(client, 'cluster_known_nodes')));
    return known.every((value) => value === String(clients.length));
  });
}

async function assignSlots(client: Redis, index: number, masters: number): Promise<void> {
  const first = Math.floor((index * SLOTS) / masters);
  const last = Math.floor(((index + 1) * SLOTS) / masters) - 1;
  await client.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last));
}

async function replicate(client: Redis, masterId: string): Promise<void> {
  await client.call('CLUSTER', 'REPLICATE', masterId);
  await until(async () => (await client.info('replication')).includes('master_link_status:up'));
}

async function settled(client: Redis, masters: number, nodes: number): Promise<void> {
  await until(async () => {
    const slots = (await client.call('CLUSTER', 'SLOTS')) as unknown[][];
    const listed = slots.reduce((sum, [, , ...range]) => sum + range.length, 0);
    return slots.length === masters && listed === nodes && (await clusterField(client, 'cluster_state')) === 'ok';
  });
}

async function clusterField(client: Redis, field: string): Promise<string | undefined> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}

/** Asks again until the answer is yes; gives up after 20 s. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the servers did not settle');
}
