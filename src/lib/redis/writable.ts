import { says } from '../errors/session.js';
import { EXIT, failure } from '../format/errors.js';
import { infoField } from './info.js';
import type { Session } from './topology.js';

/** Throws (exit 4) when a node is a replica, which would reject every write. */
export function checkWritable(session: Session): void {
  const replica = session.nodes.find(({ info }) => infoField(info, 'role') === 'slave');
  if (!replica) return;
  const { info, name } = replica;
  const [host, port] = [infoField(info, 'master_host'), infoField(info, 'master_port')];
  const master = host === null ? null : `${host}:${port ?? ''}`;
  throw failure(says('read-only-replica', { name, master }), EXIT.refused);
}
