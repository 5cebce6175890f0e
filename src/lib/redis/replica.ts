import { says } from '../errors/session.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';
import { addressText, isHost, parsePort, tcpAddress, type NodeAddress } from './address.js';
import { infoField, parsePairs, type Info } from './info.js';

/** The connected replica with the highest offset, from a master's INFO; `null` if there is none. */
export function bestReplica(info: Info): NodeAddress | null {
  const candidates = [...(info.get('replication') ?? [])]
    .filter(([field]) => /^slave\d+$/.test(field))
    .map(([, value]) => parsePairs(value))
    .filter((replica) => replica.get('state') === 'online')
    .sort((a, b) => Number(b.get('offset') ?? 0) - Number(a.get('offset') ?? 0));
  for (const replica of candidates) {
    const host = replica.get('ip') ?? '';
    const port = parsePort(replica.get('port') ?? '');
    if (isHost(host) && port !== null) return tcpAddress(host, port);
  }
  return null;
}

export const isReplica = (info: Info): boolean => infoField(info, 'role') === 'slave';

export function noReplica(master: NodeAddress): MeterError {
  return failure(says('no-replica', { at: addressText(master) }), EXIT.connection);
}
