import { readSmallFile } from '../files/small-file.js';
import { parseDuration } from '../format/duration.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { isHost, tcpAddress } from './address.js';
import { redisOfEnvFile } from './env-file.js';
import { parseNodes, parseRedisUrl, type RedisUrl } from './redis-url.js';
import { RETRY_MS } from './retry.js';
import { DEFAULT_PORT, type SentinelSettings, type Target, type TlsSettings } from './target.js';

// With process start, a failed connection is reported within 5 s.
const CONNECT_TIMEOUT_MS = 4_500;
const COMMAND_TIMEOUT_MS = 10_000;

/** The flags' values; absent: not given. `timeout` is in milliseconds. The certificate flags are paths of PEM files. */
export interface TargetInputs {
  url?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  user?: string | undefined;
  password?: string | undefined;
  db?: number | undefined;
  tls?: boolean | undefined;
  cacert?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  sni?: string | undefined;
  insecure?: boolean | undefined;
  cluster?: boolean | undefined;
  replica?: boolean | undefined;
  /** `host:port,host:port` */
  sentinel?: string | undefined;
  masterName?: string | undefined;
  /** Credentials for the sentinels themselves. */
  sentinelUser?: string | undefined;
  sentinelPassword?: string | undefined;
  envFile?: string | undefined;
  timeout?: number | undefined;
  /** Milliseconds to keep reconnecting; absent: METER_RETRY, such as `30s`. */
  retry?: number | undefined;
}

/**
 * Resolves the Redis that flags, an env file and `REDIS_URL` name, in this order of precedence; single flags override single
 * parts. An address given by flags takes nothing from `REDIS_URL`, so that a password never goes to another host. Throws usage
 * errors, or `rest-url`; none contains a credential.
 */
export async function resolveTarget(inputs: TargetInputs, env: NodeJS.ProcessEnv): Promise<Target> {
  rejectConflicts(inputs);
  const base = await baseAddress(inputs, env);
  const sentinel = sentinelSettings(inputs, base.sentinel, env);
  const address = withHost(inputs, (inputs.sentinel === undefined ? undefined : sentinel?.nodes[0]) ?? base.address);
  const db = inputs.db ?? base.db ?? 0;
  const tls = await tlsSettings(inputs, base);

  if (inputs.cluster && sentinel) throw usageError('A Redis Cluster has no sentinels.', 'Leave --cluster or the sentinels out.');
  if (inputs.cluster && db !== 0) throw usageError('A Redis Cluster has database 0 only.', 'Leave the database number out.');
  if (address.path !== null && tls) throw usageError('TLS is not used on a Unix socket.', 'Leave the TLS flags out.');
  return {
    mode: inputs.cluster ? 'cluster' : sentinel ? 'sentinel' : 'auto',
    ...address,
    username: inputs.user ?? base.username,
    password: inputs.password ?? base.password,
    db,
    tls,
    sentinel,
    cut: inputs.password === undefined ? base.cut : null,
    replica: inputs.replica ?? false,
    connectTimeoutMs: inputs.timeout ?? CONNECT_TIMEOUT_MS,
    commandTimeoutMs: inputs.timeout ?? COMMAND_TIMEOUT_MS,
    retryMs: inputs.retry ?? retryIn(env),
  };
}

function rejectConflicts({ url, host, port, sentinel, masterName, envFile, cert, key, insecure, cacert }: TargetInputs): void {
  const given = { '--host': host, '--port': port, '--sentinel': sentinel, '--env-file': envFile };
  const [other] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (url !== undefined && other) throw usageError(`--url and ${other} both say where Redis is.`, 'Give one of them.');
  if (sentinel !== undefined && (host !== undefined || port !== undefined)) {
    throw usageError(
      '--sentinel and --host or --port both say where Redis is.',
      'Give the sentinels as --sentinel host:port,host:port.',
    );
  }
  if (masterName !== undefined && sentinel === undefined) throw usageError('--master-name needs --sentinel.');
  if ((cert === undefined) !== (key === undefined))
    throw usageError('--cert and --key belong together.', 'Give both or neither.');
  if (insecure && cacert !== undefined) throw usageError('--insecure and --cacert contradict each other.', 'Give one of them.');
}

type Base = RedisUrl & Pick<Target, 'cut'>;

async function baseAddress({ url, host, port, sentinel, envFile }: TargetInputs, env: NodeJS.ProcessEnv): Promise<Base> {
  if (url !== undefined) return { ...parseRedisUrl(url), cut: null };
  if (envFile !== undefined) return redisOfEnvFile(envFile);
  if (host === undefined && port === undefined && sentinel === undefined) {
    if (env['REDIS_URL']) return { ...parseRedisUrl(env['REDIS_URL']), cut: null };
    throw nothingGiven();
  }
  return {
    address: tcpAddress('127.0.0.1', DEFAULT_PORT),
    username: null,
    password: null,
    db: null,
    tls: false,
    insecure: false,
    sentinel: null,
    cut: null,
  };
}

function retryIn({ METER_RETRY: text }: NodeJS.ProcessEnv): number {
  if (!text) return RETRY_MS;
  const milliseconds = parseDuration(text);
  if (milliseconds === null) throw usageError('METER_RETRY is not a span of time.', 'Write a number with a unit, such as 30s.');
  return milliseconds;
}

function nothingGiven() {
  return usageError(
    'No Redis was named.',
    'Set REDIS_URL=redis://user:password@host:port/db (rediss:// for TLS), or give it as --url.',
    'Or give --host and --port, and --ask-password if it has a password.',
    'Or read the relay’s own settings: --env-file /path/to/.env',
    'Or ask sentinels: --sentinel host:26379,host:26379 --master-name NAME',
    'Or name a Unix socket: --url unix:///path/to/redis.sock',
    'Or read a snapshot, where the command takes one: --rdb dump.rdb (meter demo makes one to try)',
  );
}

function withHost({ host, port }: TargetInputs, base: RedisUrl['address']): RedisUrl['address'] {
  if (host === undefined && port === undefined) return base;
  if (host !== undefined && !isHost(host))
    throw usageError('--host is not a host name or address.', 'A whole URL goes into --url.');
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw usageError('--port is not a port number.', 'Give a number from 1 to 65535.');
  }
  return tcpAddress(host ?? base.host, port ?? base.port);
}

/**
 * The sentinels that flags or the address name, unless a flag names a server. Their credentials come from flags, else from the
 * address, else from METER_SENTINEL_USER and METER_SENTINEL_PASSWORD.
 */
function sentinelSettings(
  { sentinel: text, masterName, sentinelUser, sentinelPassword, host, port }: TargetInputs,
  base: SentinelSettings | null,
  env: NodeJS.ProcessEnv,
): SentinelSettings | null {
  const ofAddress = host === undefined && port === undefined ? base : null;
  const settings = text === undefined ? ofAddress : sentinelNodes(text, masterName);
  if (settings !== null)
    return {
      ...settings,
      username: sentinelUser ?? settings.username ?? (env['METER_SENTINEL_USER'] || null),
      password: sentinelPassword ?? settings.password ?? (env['METER_SENTINEL_PASSWORD'] || null),
    };
  const flag = sentinelUser === undefined ? '--sentinel-password' : '--sentinel-user';
  if (sentinelUser === undefined && sentinelPassword === undefined) return null;
  throw usageError(`${flag} is for sentinels, and none are named.`, 'Name them with --sentinel, or leave it out.');
}

function sentinelNodes(text: string, masterName: string | undefined): SentinelSettings {
  const nodes = parseNodes(text);
  if (!nodes) throw usageError('--sentinel cannot be read.', 'Write it as host:port,host:port; the usual port is 26379.');
  if (!masterName)
    throw usageError(
      '--sentinel needs the name of the master.',
      'Give it with --master-name NAME, as in `sentinel monitor NAME …`.',
    );
  return { nodes, masterName };
}

async function tlsSettings(inputs: TargetInputs, base: Base): Promise<TlsSettings | null> {
  const { tls, cacert, cert, key, sni, insecure } = inputs;
  // A certificate implies TLS; requiring --tls as well would be redundant.
  if (!tls && !base.tls && !insecure && [cacert, cert, sni].every((value) => value === undefined)) return null;
  return {
    ...(cacert === undefined ? {} : { ca: await readPem('--cacert', cacert) }),
    ...(cert === undefined ? {} : { cert: await readPem('--cert', cert) }),
    ...(key === undefined ? {} : { key: await readPem('--key', key) }),
    ...(sni === undefined ? {} : { servername: sni }),
    // A given CA certificate is always checked, whatever the address says.
    rejectUnauthorized: !insecure && (cacert !== undefined || !base.insecure),
  };
}

async function readPem(flag: string, path: string): Promise<string> {
  const { bytes } = await readSmallFile(path, {
    subject: `The file ${safeText(path)} given to ${flag}`,
    advice: 'Check its path and permissions.',
  });
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN')) throw usageError(`The file given to ${flag} is not PEM.`, 'It should begin with -----BEGIN.');
  return text;
}
