import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';

const GROUP = 'CONNECTION';

/** The ways to name a Redis. lib/redis decides what they mean together. */
export const connectionFlags = {
  target: Flags.string({
    helpValue: 'NAME',
    description: 'a target that ~/.config/meter/config.yaml names',
    helpGroup: GROUP,
  }),
  url: Flags.string({
    char: 'u',
    helpValue: 'URL',
    description: 'address: redis://, rediss:// or unix:// (better in REDIS_URL, which no process list shows)',
    helpGroup: GROUP,
  }),
  host: Flags.string({ helpValue: 'HOST', description: 'host name or address', helpGroup: GROUP }),
  port: Flags.integer({ char: 'p', helpValue: 'PORT', description: 'port (6379)', min: 1, max: 65_535, helpGroup: GROUP }),
  user: Flags.string({ helpValue: 'USER', description: 'ACL user', helpGroup: GROUP }),
  password: Flags.string({
    char: 'a',
    helpValue: 'PASSWORD',
    description: 'password (visible in process lists: prefer --ask-password)',
    helpGroup: GROUP,
  }),
  'ask-password': Flags.boolean({ description: 'ask for the password on the terminal', helpGroup: GROUP }),
  db: Flags.string({ char: 'n', helpValue: 'N|all', description: 'database number, or all', helpGroup: GROUP }),
  tls: Flags.boolean({ description: 'use TLS', helpGroup: GROUP }),
  cacert: Flags.string({ helpValue: 'FILE', description: 'CA certificates to trust (PEM file)', helpGroup: GROUP }),
  cert: Flags.string({ helpValue: 'FILE', description: 'client certificate (PEM file)', helpGroup: GROUP }),
  key: Flags.string({ helpValue: 'FILE', description: 'key of the client certificate (PEM file)', helpGroup: GROUP }),
  sni: Flags.string({
    helpValue: 'NAME',
    description: 'server name to ask for and to expect in the certificate',
    helpGroup: GROUP,
  }),
  insecure: Flags.boolean({ description: 'accept any certificate', helpGroup: GROUP }),
  cluster: Flags.boolean({ description: 'insist on a cluster (one is detected anyway)', helpGroup: GROUP }),
  replica: Flags.boolean({ description: 'read from a replica (of each shard, in a cluster)', helpGroup: GROUP }),
  sentinel: Flags.string({ helpValue: 'NODES', description: 'sentinels, as host:port,host:port', helpGroup: GROUP }),
  'master-name': Flags.string({
    helpValue: 'NAME',
    description: 'the name that the sentinels know the master by',
    helpGroup: GROUP,
  }),
  'sentinel-user': Flags.string({ helpValue: 'USER', description: 'ACL user of the sentinels themselves', helpGroup: GROUP }),
  'sentinel-password': Flags.string({
    helpValue: 'PASSWORD',
    description: 'password of the sentinels themselves (visible in process lists: prefer METER_SENTINEL_PASSWORD)',
    helpGroup: GROUP,
  }),
  'env-file': Flags.string({
    helpValue: 'FILE',
    description: "the relay's own .env file (REDIS_HOST … or REDIS_CONN_STRING)",
    helpGroup: GROUP,
  }),
  timeout: Flags.string({
    helpValue: 'TIME',
    description: 'longest wait for the connection or a reply, such as 3s',
    helpGroup: GROUP,
  }),
};

export type ConnectionFlags = InferredFlags<typeof connectionFlags>;
