import { EXIT } from '../format/errors.js';
import { refusalError } from './connect-errors.js';
import type { Access } from './control.js';
import { ReplyError } from './resp.js';
import type { Target } from './target.js';
import { openSession } from './topology.js';

/** Number of keys in the target's database on all nodes, from one DBSIZE each. Rejects with a MeterError when a server refuses. */
export async function countKeys(target: Target, access: Access): Promise<number> {
  const session = await openSession(target, access);
  try {
    const counts = await Promise.all(
      session.nodes.map(async ({ control, address }) => {
        const reply = await control.ask('DBSIZE');
        if (typeof reply === 'number') return reply;
        throw refusalError('DBSIZE', reply instanceof ReplyError ? reply.message : '', EXIT.connection, { target, address });
      }),
    );
    return counts.reduce((total, count) => total + count, 0);
  } finally {
    session.close();
  }
}
