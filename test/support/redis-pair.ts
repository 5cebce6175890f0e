/** A primary and its replica, which can swap roles. */
import type { Redis } from 'ioredis';
import { startAll, startRedis, type TestServer } from './redis-server.js';
import { until } from './waiting.js';

/** One of each; the names are those of a cluster's nodes. */
export interface TestPair {
  masters: TestServer[];
  replicas: TestServer[];
  stop(): Promise<void>;
}

export async function startPair(common: readonly string[] = []): Promise<TestPair> {
  const args = ['--repl-diskless-sync-delay', '0', ...common];
  const [primary, replica] = await startAll(startRedis(args), startRedis(args));
  const stop = async (): Promise<void> => void (await Promise.all([primary.stop(), replica.stop()]));
  try {
    const client = replica.client();
    await client.replicaof('127.0.0.1', primary.port);
    await until(() => isLinked(client));
  } catch (error) {
    await stop();
    throw error;
  }
  return { masters: [primary], replicas: [replica], stop };
}

/** The replica becomes the primary, with all of its data; the primary becomes its replica, which accepts no writes. */
export async function swapRoles({ masters: [first], replicas: [second] }: TestPair): Promise<void> {
  const [one, other] = [first!.client(), second!.client()];
  const [primary, port] = (await roleOf(one)) === 'master' ? [one, second!.port] : [other, first!.port];
  // The replica is linked a moment before its primary knows.
  await until(async () => (await primary.info('replication')).includes('state=online'));
  await primary.call('FAILOVER', 'TO', '127.0.0.1', String(port));
  await until(async () => (await roleOf(primary)) === 'slave');
  await until(() => isLinked(primary));
}

export async function roleOf(client: Redis): Promise<string> {
  const [role] = (await client.call('ROLE')) as string[];
  return role!;
}

export const isLinked = async (client: Redis): Promise<boolean> =>
  (await client.info('replication')).includes('master_link_status:up');
