import { readEnvFile } from '../files/env-file.js';
import { assignmentsOf, valuesOf } from '../format/dotenv.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { isHost, parsePort, tcpAddress } from './address.js';
import { parseRedisUrl, type RedisUrl } from './redis-url.js';
import { DEFAULT_PORT } from './target.js';

/** Reads where a relay's own `.env` file says its Redis is. Usage errors never hold a value of the file. */
export async function redisOfEnvFile(name: string): Promise<RedisUrl> {
  const { text } = await readEnvFile(name);
  const path = safeText(name);
  const values: Record<string, string | undefined> = Object.fromEntries(valuesOf(assignmentsOf(text)));
  // new-api and one-api read the connection string, Claude relays the host.
  const ways = ['REDIS_CONN_STRING', 'REDIS_URL', values['REDIS_HOST'] ? 'REDIS_HOST' : 'REDIS_PORT'].filter(
    (name) => values[name],
  );
  const [way] = ways;
  if (way === undefined) {
    throw usageError(
      `${path} does not say where Redis is.`,
      'It should set REDIS_HOST (and REDIS_PORT), REDIS_CONN_STRING or REDIS_URL.',
    );
  }
  if (ways.length > 1) {
    throw usageError(
      `${path} names Redis in more than one way (${ways.join(', ')}).`,
      'Say which one with --url, or leave --env-file out.',
    );
  }
  return way === 'REDIS_HOST' || way === 'REDIS_PORT' ? fromParts(path, values) : parseRedisUrl(values[way] ?? '');
}

function fromParts(path: string, values: Record<string, string | undefined>): RedisUrl {
  const host = values['REDIS_HOST'] || '127.0.0.1';
  const port = values['REDIS_PORT'] ? parsePort(values['REDIS_PORT']) : DEFAULT_PORT;
  const db = values['REDIS_DB'] || '0';
  if (!isHost(host)) throw usageError(`REDIS_HOST in ${path} is not a host name or address.`);
  if (port === null) throw usageError(`REDIS_PORT in ${path} is not a port number.`);
  if (!/^\d{1,9}$/.test(db)) throw usageError(`REDIS_DB in ${path} is not a number.`);
  return {
    address: tcpAddress(host, port),
    username: null,
    password: values['REDIS_PASSWORD'] || null,
    db: Number(db),
    tls: values['REDIS_ENABLE_TLS'] === 'true',
    sentinel: null,
  };
}
