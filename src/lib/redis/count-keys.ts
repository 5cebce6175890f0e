import { EXIT } from '../format/errors.js';
import { refusalError } from './connect-errors.js';
import { ReplyError } from './resp.js';
import type { Session } from './topology.js';

/**
 * Number of keys in the target's database on all nodes, from one DBSIZE each. Rejects with a MeterError when a server refuses
 * DBSIZE.
 */
export async function countKeys({ target, nodes }: Session): Promise<number> {
  const counts = await Promise.all(
    nodes.map(async ({ control, address }) => {
      const reply = await control.ask('DBSIZE');
      if (typeof reply === 'number') return reply;
      throw refusalError('DBSIZE', reply instanceof ReplyError ? reply.message : '', EXIT.connection, { target, address });
    }),
  );
  return counts.reduce((total, keys) => total + keys, 0);
}
