import { EXIT } from '../format/errors.js';
import { refusalError } from './connect-errors.js';
import { connectControl, type Access } from './control.js';
import { ReplyError } from './resp.js';
import { askSentinels } from './sentinel.js';
import { targetAddress, type Target } from './target.js';

/** Number of keys in the target's database, from one DBSIZE. Rejects with a MeterError when the server refuses. */
export async function countKeys(target: Target, access: Access): Promise<number> {
  const address = target.sentinel ? await askSentinels(target, target.sentinel, access) : targetAddress(target);
  const control = await connectControl(target, address, access);
  try {
    const reply = await control.ask('DBSIZE');
    if (typeof reply === 'number') return reply;
    throw refusalError('DBSIZE', reply instanceof ReplyError ? reply.message : '', EXIT.connection, { target, address });
  } finally {
    control.close();
  }
}
