import { EXIT } from '../format/errors.js';
import { refusalError } from './connect-errors.js';
import type { Access } from './control.js';
import { ReplyError } from './resp.js';
import type { Target } from './target.js';
import { openSession } from './topology.js';

/** Bytes of the value that are read. */
const MOST_BYTES = 64;

/**
 * Number of keys in the target's database on all nodes, from one DBSIZE each. `name`: also reads the beginning of this string; its
 * `text` is `null` if no node has it. Rejects with a MeterError when a server refuses DBSIZE.
 */
export async function countKeys(
  target: Target,
  access: Access,
  name: string | null = null,
): Promise<{ keys: number; text: string | null }> {
  const session = await openSession(target, access);
  try {
    const answers = await Promise.all(
      session.nodes.map(async ({ control, address }) => {
        const reply = await control.ask('DBSIZE');
        if (typeof reply !== 'number')
          throw refusalError('DBSIZE', reply instanceof ReplyError ? reply.message : '', EXIT.connection, { target, address });
        const text = name === null || reply === 0 ? null : await control.ask('GETRANGE', name, '0', String(MOST_BYTES - 1));
        // In a cluster, the nodes without the key reply with an error.
        return { keys: reply, text: typeof text === 'string' && text !== '' ? text : null };
      }),
    );
    return {
      keys: answers.reduce((total, { keys }) => total + keys, 0),
      text: answers.find(({ text }) => text !== null)?.text ?? null,
    };
  } finally {
    session.close();
  }
}
