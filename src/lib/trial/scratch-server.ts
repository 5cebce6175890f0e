/** A server of the trial's own, behind a proxy with a round trip, that can be killed and started again. */
import { Redis } from 'ioredis';
import { serverProgram, startTemporaryRedis, type TemporaryRedis } from '../demo/temporary-redis.js';
import { EXIT, MeterError } from '../format/errors.js';
import { infoField, parseInfo } from '../redis/info.js';
import { startDelayingProxy, type DelayingProxy } from './delaying-proxy.js';

export interface ScratchServer {
  /** The port of the proxy. */
  port: number;
  /** `redis_version` of the server. */
  version: string;
  proxy: DelayingProxy;
  /** A connection of the trial itself, past the proxy. */
  readonly control: Redis;
  /** Ends the server at once. Its data are lost. */
  kill(): Promise<void>;
  /** Starts an empty one in its place. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `searchPath`: as in PATH. Rejects with a MeterError if no server can be started. */
export async function startScratchServer(searchPath: string, roundTripMs: number): Promise<ScratchServer> {
  const program = await serverProgram(searchPath);
  let server = await startTemporaryRedis(program).catch(unusable);
  let proxy: DelayingProxy;
  let control: Redis;
  try {
    proxy = await startDelayingProxy({ upstreamPort: server.port, delayMs: roundTripMs });
    control = await controlOf(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const version = infoField(parseInfo(await control.info('server')), 'redis_version') ?? '';
  const kill = async (): Promise<void> => {
    control.disconnect();
    await server.stop();
  };
  return {
    port: proxy.port,
    version,
    proxy,
    get control() {
      return control;
    },
    kill,
    async start() {
      server = await startTemporaryRedis(program).catch(unusable);
      control = await controlOf(server);
      proxy.leadTo(server.port);
    },
    async stop() {
      await kill();
      await proxy.close();
    },
  };
}

async function controlOf({ host, port }: TemporaryRedis): Promise<Redis> {
  const client = new Redis({ host, port, lazyConnect: true, retryStrategy: null });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function unusable(error: unknown): never {
  throw new MeterError('server-failed', EXIT.failure, `The trial has no server: ${(error as Error).message}.`);
}
