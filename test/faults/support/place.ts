/** Servers with a proxy before each: what the program connects to, what fails, and what the application uses past the proxies. */
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { slotOfKey } from '../../../src/lib/redis/cluster.js';
import { startHoldingProxy, type HoldingProxy, type Trap } from '../../change/engine/support/holding-proxy.js';
import { failOver, startCluster } from '../../support/redis-cluster.js';
import { roleOf, startPair, swapRoles } from '../../support/redis-pair.js';
import { end, launch, startRedis, type TestServer } from '../../support/redis-server.js';
import { until } from '../../support/waiting.js';

export type PlaceKind = 'alone' | 'durable' | 'pair' | 'cluster' | 'cluster-durable' | 'cluster-pair';
export type Way = 'scripts' | 'transactions';

/** One server of a shard. */
export interface Member {
  server: TestServer;
  proxy: HoldingProxy;
  /** Never resends: what had no answer is not known. */
  client: Redis;
  running: ChildProcess;
}

const USERS = [
  '--user',
  'scripts',
  'on',
  '>pw',
  '~*',
  '&*',
  '+@all',
  '--user',
  'transactions',
  'on',
  '>pw',
  '~*',
  '&*',
  '+@all',
  '-@scripting',
];
const LASTING = ['--appendonly', 'yes', '--appendfsync', 'always'];
/** The name is taken by a folder, so that no snapshot can be saved. */
const SAVING = ['--dbfilename', 'taken.rdb', '--stop-writes-on-bgsave-error', 'no'];
/** A proxy waits so long for the server to carry out what it has been given, in ms. */
const SERVED_MS = 8;

export class Place {
  /** Servers end and change places one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly kind: PlaceKind,
    /** The first of each is its master at first. */
    readonly shards: readonly Member[][],
    private readonly servers: { masters: TestServer[]; replicas: TestServer[]; stop(): Promise<void> },
    /** Words that are listened for in answers to the program, and whether they have come. */
    private readonly refused: Map<string, boolean>,
  ) {}

  static async open(kind: PlaceKind): Promise<Place> {
    const args = [...USERS, ...(kind.endsWith('durable') ? LASTING : SAVING)];
    const servers = await startServers(kind, args);
    const { masters, replicas } = servers;
    const refused = new Map<string, boolean>();
    const hear = (bytes: Buffer): void => {
      for (const word of refused.keys()) if (bytes.includes(word)) refused.set(word, true);
    };
    const shards = await Promise.all(
      masters.map((master, shard) =>
        Promise.all([master, ...replicas.slice(shard, shard + 1)].map((server) => memberOf(server, hear))),
      ),
    );
    const place = new Place(kind, shards, servers, refused);
    if (place.clustered) await place.#announce();
    if (place.canFailToSave) await place.#failToSave();
    return place;
  }

  get clustered(): boolean {
    return this.kind.startsWith('cluster');
  }

  /** Its last snapshot could not be saved, so that it refuses writes when it is asked to. */
  get canFailToSave(): boolean {
    return this.kind === 'alone' || this.kind === 'cluster';
  }

  get members(): Member[] {
    return this.shards.flat();
  }

  shardOf(key: string): number {
    // Of masters that share the slots evenly.
    return this.clustered ? Math.floor((slotOfKey(key) * this.shards.length) / 16_384) : 0;
  }

  async masterOf(shard: number): Promise<Member> {
    const members = this.shards[shard]!;
    if (members.length === 1) return members[0]!;
    for (;;) {
      for (const member of members) if ((await roleOf(member.client)) === 'master') return member;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Of a proxy before a master. */
  async url(way: Way): Promise<string> {
    return `redis://${way}:pw@127.0.0.1:${(await this.masterOf(0)).proxy.port}`;
  }

  set(trap: Trap | null): void {
    for (const { proxy } of this.members) proxy.set(trap);
  }

  /** Listens for the word in what the program is answered, until it is asked whether it has come. */
  refusals(word: string): () => boolean {
    this.refused.set(word, false);
    return () => {
      const hasCome = this.refused.get(word)!;
      this.refused.delete(word);
      return hasCome;
    };
  }

  get holds(): boolean {
    return this.members.some(({ proxy }) => proxy.holds);
  }

  async release(): Promise<void> {
    for (const { proxy } of this.members) if (proxy.holds) await proxy.release();
  }

  /** On a machine that is busy, servers may find each other down and refuse it: then all stays as it was, and it answers false. */
  async failOver(shard: number): Promise<boolean> {
    return this.#inTurn(() => (this.clustered ? failOver(this.servers, shard) : swapRoles(this.servers))).then(
      () => true,
      () => false,
    );
  }

  /**
   * How often a replica could not go on where it was and took all of its master's data. A server that becomes a replica does so when it has
   * carried out, and acknowledged, what its heir has never seen: a failover on a busy machine loses such writes by itself.
   */
  async fullSyncs(): Promise<number> {
    const counts = await Promise.all(
      this.members.map(async ({ client }) => Number(/sync_full:(\d+)/.exec(await client.info('stats'))?.[1] ?? 0)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** `kill -9` of a server, which then comes back with what it has on its disk. */
  killServer(shard: number): Promise<void> {
    return this.#inTurn(() => this.#kill(shard));
  }

  async #kill(shard: number): Promise<void> {
    const member = this.shards[shard]![0]!;
    await end(member.running);
    // The last of two equal options counts.
    const announced = this.clustered ? ['--cluster-announce-port', String(member.proxy.port)] : [];
    const { args, dir } = member.server;
    member.running = await launch([...args, ...announced], { folder: dir });
    await until(async () => (await member.client.ping().catch(() => '')) === 'PONG', 10);
    if (this.clustered) await this.#agreed();
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }

  /** On every master. */
  async configure(name: string, value: string): Promise<void> {
    await this.onMasters((client) => client.config('SET', name, value));
  }

  async onMasters(act: (client: Redis) => Promise<unknown>): Promise<void> {
    await Promise.all(this.shards.map(async (_, shard) => act((await this.masterOf(shard)).client)));
  }

  async stop(): Promise<void> {
    for (const { client, proxy, running } of this.members) {
      client.disconnect();
      await proxy.stop();
      await end(running);
    }
    await this.servers.stop();
  }

  async #failToSave(): Promise<void> {
    for (const { server, client } of this.members) {
      await mkdir(join(server.dir, 'taken.rdb', 'full'), { recursive: true });
      await client.config('SET', 'save', '3600000 1');
      await client.bgsave();
      await until(async () => (await client.info('persistence')).includes('rdb_last_bgsave_status:err'), 10);
    }
  }

  /** Clients of the cluster are sent to the proxies. */
  async #announce(): Promise<void> {
    await Promise.all(this.members.map(({ client, proxy }) => client.config('SET', 'cluster-announce-port', String(proxy.port))));
    await this.#agreed();
  }

  async #agreed(): Promise<void> {
    const wanted = this.members.map(({ proxy }) => String(proxy.port)).toSorted();
    await until(async () => {
      const told = await Promise.all(
        this.members.map(async ({ client }) => {
          const [slots, info] = await Promise.all([client.call('CLUSTER', 'SLOTS'), client.call('CLUSTER', 'INFO')]);
          return String(info).includes('cluster_state:ok') ? portsIn(slots as SlotsReply) : [];
        }),
      );
      return told.every((ports) => ports.join() === wanted.join());
    }, 20);
  }
}

type SlotsReply = [number, number, ...[string, number, string][]][];

const portsIn = (slots: SlotsReply): string[] =>
  [...new Set(slots.flatMap(([, , ...nodes]) => nodes.map(([, port]) => String(port))))].toSorted();

async function startServers(
  kind: PlaceKind,
  args: string[],
): Promise<{ masters: TestServer[]; replicas: TestServer[]; stop(): Promise<void> }> {
  switch (kind) {
    case 'cluster':
    case 'cluster-durable':
      return startCluster({ masters: 2, args });
    case 'cluster-pair':
      return startCluster({ masters: 2, replicas: 1, args });
    case 'pair':
      return startPair(args);
    default: {
      const server = await startRedis(args);
      return { masters: [server], replicas: [], stop: () => server.stop() };
    }
  }
}

async function memberOf(server: TestServer, onAnswer: (bytes: Buffer) => void): Promise<Member> {
  const proxy = await startHoldingProxy(server.port, { enoughMs: SERVED_MS, onAnswer });
  const client = server.client({ autoResendUnfulfilledCommands: false, retryStrategy: () => 10, maxRetriesPerRequest: 0 });
  return { server, proxy, client, running: server.process };
}
