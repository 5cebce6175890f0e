import { EXIT, MeterError } from '../format/errors.js';
import { infoField } from './info.js';
import type { Session } from './topology.js';

/** Throws (exit 4) when a node is a replica, which would reject every write. */
export function checkWritable(session: Session): void {
  const replica = session.nodes.find(({ info }) => infoField(info, 'role') === 'slave');
  if (!replica) return;
  const { info, name } = replica;
  const [host, port] = [infoField(info, 'master_host'), infoField(info, 'master_port')];
  throw new MeterError(
    'read-only-replica',
    EXIT.refused,
    `${name} is a replica, which takes no changes; nothing was sent to it.`,
    host === null ? ['Name the master.'] : [`Name its master: ${host}:${port ?? ''}`],
  );
}
