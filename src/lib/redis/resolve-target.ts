import { says as ofFile } from '../errors/files.js';
import { says } from '../errors/target.js';
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

  if (inputs.cluster && sentinel) throw usageError(says('cluster-and-sentinels'));
  if (inputs.cluster && db !== 0) throw usageError(says('cluster-and-db'));
  if (address.path !== null && tls) throw usageError(says('socket-and-tls'));
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
  if (url !== undefined && other) throw usageError(says('two-places', { flags: ['--url', other] }));
  if (sentinel !== undefined && (host !== undefined || port !== undefined)) {
    throw usageError(says('sentinel-and-host'));
  }
  if (masterName !== undefined && sentinel === undefined) throw usageError(says('master-name-alone'));
  if ((cert === undefined) !== (key === undefined)) throw usageError(says('cert-without-key'));
  if (insecure && cacert !== undefined) throw usageError(says('insecure-and-cacert'));
}

type Base = RedisUrl & Pick<Target, 'cut'>;

async function baseAddress({ url, host, port, sentinel, envFile }: TargetInputs, env: NodeJS.ProcessEnv): Promise<Base> {
  if (url !== undefined) return { ...parseRedisUrl(url), cut: null };
  if (envFile !== undefined) return redisOfEnvFile(envFile);
  if (host === undefined && port === undefined && sentinel === undefined) {
    if (env['REDIS_URL']) return { ...parseRedisUrl(env['REDIS_URL']), cut: null };
    throw usageError(says('no-target'));
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
  if (milliseconds === null) throw usageError(says('retry-no-span'));
  return milliseconds;
}

function withHost({ host, port }: TargetInputs, base: RedisUrl['address']): RedisUrl['address'] {
  if (host === undefined && port === undefined) return base;
  if (host !== undefined && !isHost(host)) throw usageError(says('host-wrong'));
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw usageError(says('port-wrong'));
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
  throw usageError(says('sentinel-flag-alone', { flag }));
}

function sentinelNodes(text: string, masterName: string | undefined): SentinelSettings {
  const nodes = parseNodes(text);
  if (!nodes) throw usageError(says('sentinel-unreadable'));
  if (!masterName) throw usageError(says('sentinel-without-master'));
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
  const { bytes } = await readSmallFile(path, (why) => ofFile('pem-unreadable', { path: safeText(path), flag, why }));
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN')) throw usageError(says('not-pem', { flag }));
  return text;
}
