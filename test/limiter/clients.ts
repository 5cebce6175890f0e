/** The clients that the library has adapters for, each connected to a test server. */
import { createClient } from 'redis';
import { functionClient, ioredisClient, nodeRedisClient, type LimiterClient } from '../../src/lib/limiter/index.js';
import type { TestServer } from '../support/redis-server.js';

export interface Connected {
  client: LimiterClient;
  close: () => void;
}

/** Connects to the port, which may be a proxy's. */
type Connect = (server: TestServer, port?: number) => Promise<Connected>;

const ioredis: Connect = (server, port = server.port) => {
  const redis = server.client({ port });
  return Promise.resolve({ client: ioredisClient(redis), close: () => redis.disconnect() });
};

const bare: Connect = (server, port = server.port) => {
  const redis = server.client({ port });
  return Promise.resolve({
    client: functionClient(([name = '', ...args]) => redis.call(name, ...args)),
    close: () => redis.disconnect(),
  });
};

const nodeRedis: Connect = async (server, port = server.port) => {
  const redis = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: 50 } });
  redis.on('error', () => {});
  await redis.connect();
  return { client: nodeRedisClient(redis), close: () => redis.destroy() };
};

export const CLIENTS: Record<string, Connect> = { ioredis, 'node-redis': nodeRedis, 'a bare function': bare };
