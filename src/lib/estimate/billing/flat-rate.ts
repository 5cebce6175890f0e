import type { Provider } from './provider.js';

/** A provider whose price does not depend on commands: by size, by the hour, or free. */
const flat = (id: string, title: string, how: string, asOf: string | null, source: string): Provider => ({
  id,
  title,
  metering: null,
  plans: [
    {
      id: 'by-size',
      title: how,
      monthly: null,
      included: null,
      perMillion: null,
      dataBytes: null,
      storage: null,
      bandwidth: null,
      perSecond: null,
      note: null,
    },
  ],
  asOf,
  source,
  note: null,
});

const OWN = 'one server of your own';

/** Providers that do not charge for commands. Their prices are unknown here, because they depend on the size. */
export const flatRate: readonly Provider[] = [
  flat('elasticache', 'Amazon ElastiCache, nodes', 'by the node and hour', '2026-08-20', 'github.com/aws/agent-toolkit-for-aws'),
  flat('memorydb', 'Amazon MemoryDB', 'by the node and hour, and by data written', null, 'not verified'),
  flat('azure', 'Azure Cache for Redis', 'by the size of the instance', null, 'learn.microsoft.com/azure/azure-cache-for-redis'),
  flat('memorystore', 'Google Memorystore', 'by the gigabyte and hour', null, 'docs.cloud.google.com/memorystore/docs/redis'),
  flat('redis-cloud', 'Redis Cloud', 'by plan and throughput', '2026-08-21', 'github.com/redis/docs'),
  flat('render', 'Render Key Value', 'by the size of the instance', null, 'render.com/docs/redis'),
  flat('railway', 'Railway', 'by resources used', '2026-08-21', 'github.com/railwayapp/docs'),
  flat('dragonfly', 'Dragonfly', OWN, '2026-06-22', 'dragonflydb.io/docs'),
  flat('kvrocks', 'Kvrocks', OWN, '2026-07-21', 'kvrocks.apache.org/docs'),
  flat('garnet', 'Garnet', OWN, '2026-08-21', 'microsoft.github.io/garnet/docs'),
  flat('keydb', 'KeyDB', OWN, null, 'docs.keydb.dev'),
  flat('tendis', 'Tendis', OWN, '2026-03', 'github.com/Tencent/Tendis'),
  flat('self-hosted', 'Redis or Valkey', OWN, null, 'no provider'),
];
