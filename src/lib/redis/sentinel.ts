import { says as ofConnection } from '../errors/connection.js';
import { says } from '../errors/session.js';
import { EXIT, failure, MeterError } from '../format/errors.js';
import { addressText, isHost, parsePort, tcpAddress, type NodeAddress } from './address.js';
import { connectControl, type Access, type Control } from './control.js';
import { ReplyError, type Reply } from './resp.js';
import type { SentinelSettings, Target } from './target.js';
import { byteString } from '../format/byte-string.js';

/**
 * Asks all sentinels at once for the master, or for a healthy replica if the target is a replica. Uses the first valid answer.
 */
export async function askSentinels(target: Target, settings: SentinelSettings, access: Access): Promise<NodeAddress> {
  const others = new AbortController();
  const interrupt = (): void => others.abort();
  access.signal?.addEventListener('abort', interrupt, { once: true });
  if (access.signal?.aborted) interrupt();
  const attempts = settings.nodes.map((node) => askSentinel(target, settings, node, { ...access, signal: others.signal }));
  try {
    return await Promise.any(attempts);
  } catch (error) {
    throw error instanceof AggregateError ? mostTelling(error.errors) : error;
  } finally {
    others.abort();
    access.signal?.removeEventListener('abort', interrupt);
  }
}

async function askSentinel(target: Target, settings: SentinelSettings, node: NodeAddress, access: Access): Promise<NodeAddress> {
  const control = await connectSentinel(target, settings, node, access);
  try {
    const name = byteString(settings.masterName);
    const address = target.replica
      ? healthyReplica(await control.ask('SENTINEL', 'REPLICAS', name))
      : masterAddress(await control.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name));
    if (address) return address;
    throw target.replica
      ? failure(says('sentinels-no-replica'), EXIT.connection, 'no-replica')
      : failure(says('unknown-master'), EXIT.connection);
  } finally {
    control.close();
  }
}

/** What one sentinel says of the sentinels of its master; `null`: it does not say. */
export async function sentinelFacts(
  target: Target,
  settings: SentinelSettings,
  node: NodeAddress,
  access: Access,
): Promise<{ known: number | null; quorum: number | null }> {
  const control = await connectSentinel(target, settings, node, access);
  try {
    const fields = fieldMap(await control.ask('SENTINEL', 'MASTER', byteString(settings.masterName)));
    const others = countIn(fields.get('num-other-sentinels'));
    return { known: others === null ? null : others + 1, quorum: countIn(fields.get('quorum')) };
  } finally {
    control.close();
  }
}

const countIn = (text = ''): number | null => (/^\d{1,6}$/.test(text) ? Number(text) : null);

/** Sentinels often have no password although the data nodes have one; sometimes both use the same. */
async function connectSentinel(target: Target, settings: SentinelSettings, node: NodeAddress, access: Access): Promise<Control> {
  const { username = null, password = null } = settings;
  const own: Target = { ...target, username, password, cut: null, db: 0 };
  try {
    return await connectControl(own, node, access);
  } catch (error) {
    const needsPassword = error instanceof MeterError && error.code === 'password-required';
    if (!needsPassword || password !== null || target.password === null) throw ofSentinel(error, node);
    return await connectControl({ ...target, db: 0 }, node, access).catch((again: unknown) => {
      throw ofSentinel(again, node);
    });
  }
}

/** Marks a refused login as a sentinel's, which may have credentials of its own. */
function ofSentinel(error: unknown, node: NodeAddress): unknown {
  if (!(error instanceof MeterError) || !LOGIN.includes(error.code)) return error;
  const required = error.code === 'password-required';
  return failure(ofConnection('sentinel-login', { at: addressText(node), required }), error.exitCode, error.code);
}

const LOGIN: readonly string[] = ['password-required', 'wrong-password'];

function masterAddress(reply: Reply): NodeAddress | null {
  const [host, port] = Array.isArray(reply) ? reply : [];
  return typeof host === 'string' && typeof port === 'string' ? addressOf(host, port) : null;
}

function healthyReplica(reply: Reply): NodeAddress | null {
  if (reply instanceof ReplyError || !Array.isArray(reply)) return null;
  for (const entry of reply) {
    const fields = fieldMap(entry);
    const isDown = /s_down|o_down|disconnected/.test(fields.get('flags') ?? '');
    if (!isDown && fields.get('master-link-status') === 'ok') return addressOf(fields.get('ip') ?? '', fields.get('port') ?? '');
  }
  return null;
}

/** Converts a flat reply, `[name, value, name, value, …]`, to a map. */
function fieldMap(entry: Reply): Map<string, string> {
  const flat = Array.isArray(entry) ? entry.map((item) => (typeof item === 'string' ? item : '')) : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [])));
}

function addressOf(host: string, portText: string): NodeAddress | null {
  const port = parsePort(portText);
  return port !== null && isHost(host) ? tcpAddress(host, port) : null;
}

/** Prefers the error of a sentinel that answered to that of an unreachable one. */
function mostTelling(errors: readonly unknown[]): unknown {
  const telling = ['unknown-master', 'no-replica', ...LOGIN];
  const answered = errors.find((error) => error instanceof MeterError && telling.includes(error.code));
  return answered ?? errors[0];
}
