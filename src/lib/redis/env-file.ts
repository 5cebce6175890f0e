import { says as saysOfFile } from '../errors/files.js';
import { says } from '../errors/target.js';
import { readEnvFile } from '../files/env-file.js';
import { assignmentsOf, valuesOf } from '../format/dotenv.js';
import { failure, MeterError, usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { isHost, parsePort, tcpAddress } from './address.js';
import { cutShort } from './cut-value.js';
import { parseNodes, parseRedisUrl, type RedisUrl } from './redis-url.js';
import { DEFAULT_PORT, type CutValue } from './target.js';

/** Reads the address of Redis from a relay's `.env` file. Usage errors never contain a value of the file. */
export async function redisOfEnvFile(name: string): Promise<RedisUrl & { cut: CutValue | null }> {
  const { text, encoding } = await readEnvFile(name);
  const path = safeText(name);
  const assignments = assignmentsOf(text);
  const values: Record<string, string | undefined> = Object.fromEntries(valuesOf(assignments));
  // Only bytes of another encoding than UTF-8 are read as this character here.
  const isUnclear = Object.entries(values).some(
    ([variable, value]) => variable.startsWith('REDIS_') && value?.includes('\ufffd'),
  );
  if (encoding !== null && isUnclear) throw usageError(saysOfFile('env-file-encoding', { path: name, encoding }));
  const cutOf = (variable: string, isUrl: boolean): CutValue | null =>
    assignments.findLast((one) => one.name === variable)?.cut ? { name: variable, file: path, isUrl } : null;
  // new-api and one-api read the connection string, Claude relays the host.
  const ways = ['REDIS_CONN_STRING', 'REDIS_URL', values['REDIS_HOST'] ? 'REDIS_HOST' : 'REDIS_PORT'].filter(
    (name) => values[name],
  );
  const [way] = ways;
  if (way === undefined) {
    throw usageError(says('env-file-no-redis', { path }));
  }
  if (ways.length > 1) {
    throw usageError(says('env-file-ways', { path, ways }));
  }
  if (way === 'REDIS_HOST' || way === 'REDIS_PORT') return { ...fromParts(path, values), cut: cutOf('REDIS_PASSWORD', false) };
  const masterName = way === 'REDIS_CONN_STRING' ? values['REDIS_MASTER_NAME'] : undefined;
  if (masterName) return { ...fromSentinels(path, masterName, values), cut: cutOf('REDIS_PASSWORD', false) };
  const cut = cutOf(way, true);
  try {
    return { ...parseRedisUrl(values[way] ?? ''), cut };
  } catch (error) {
    if (cut === null || !(error instanceof MeterError)) throw error;
    throw failure(cutShort(cut, error.saying), error.exitCode, error.code);
  }
}

/**
 * one-api (common/redis.go): with REDIS_MASTER_NAME, REDIS_CONN_STRING lists sentinels, and REDIS_PASSWORD is for the data nodes.
 */
function fromSentinels(path: string, masterName: string, values: Record<string, string | undefined>): RedisUrl {
  const nodes = parseNodes(values['REDIS_CONN_STRING'] ?? '');
  const [first] = nodes ?? [];
  if (!nodes || !first) throw usageError(says('env-file-sentinels', { path }));
  const own = { username: values['REDIS_SENTINEL_USERNAME'] || null, password: values['REDIS_SENTINEL_PASSWORD'] || null };
  return {
    address: first,
    username: null,
    password: values['REDIS_PASSWORD'] || null,
    db: null,
    tls: false,
    insecure: false,
    sentinel: { nodes, masterName, ...own },
  };
}

function fromParts(path: string, values: Record<string, string | undefined>): RedisUrl {
  const host = values['REDIS_HOST'] || '127.0.0.1';
  const port = values['REDIS_PORT'] ? parsePort(values['REDIS_PORT']) : DEFAULT_PORT;
  const db = values['REDIS_DB'] || '0';
  if (!isHost(host)) throw usageError(says('env-file-host', { path }));
  if (port === null) throw usageError(says('env-file-port', { path }));
  if (!/^\d{1,9}$/.test(db)) throw usageError(says('env-file-db', { path }));
  return {
    address: tcpAddress(host, port),
    username: null,
    password: values['REDIS_PASSWORD'] || null,
    db: Number(db),
    tls: values['REDIS_ENABLE_TLS'] === 'true',
    insecure: false,
    sentinel: null,
  };
}
