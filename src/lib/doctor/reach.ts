/** Who can reach a server, by its address. */
import { BlockList, isIP } from 'node:net';
import type { Target } from '../redis/target.js';
import type { Reach } from './evidence.js';

const PRIVATE: readonly [address: string, bits: number, family: 'ipv4' | 'ipv6'][] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

/** A name with dots may be anywhere; one without is that of a container or of a machine on the same network. */
export function reachOf({ host, path }: Pick<Target, 'host' | 'path'>): Reach {
  if (path !== null || host === 'localhost' || host === '::1' || host.startsWith('127.')) return 'local';
  if (isIP(host) === 0) return host.includes('.') ? 'unknown' : 'private';
  const networks = new BlockList();
  for (const [address, bits, family] of PRIVATE) networks.addSubnet(address, bits, family);
  return networks.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4') ? 'private' : 'public';
}
