/** MULTI and EXEC, and what their answers mean. */
import type { BulkConnection } from '../../redis/bulk-connection.js';
import { ConnectionLost } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { isCertainRefusal } from './write-refusals.js';
import type { Command } from './work-item.js';

/** `conflict`: a watched key has changed. `refused`: none was carried out. Of `done`, single commands may have failed all the same. */
export type Committed = { kind: 'done'; replies: readonly Reply[] } | { kind: 'conflict' } | { kind: 'refused'; message: string };

/** Rejects with ConnectionLost where the answer does not tell whether the commands were carried out; the connection is of no use then. */
export async function transact(connection: BulkConnection, commands: readonly Command[]): Promise<Committed> {
  const replies = await connection.send([['MULTI'], ...commands, ['EXEC']]);
  const last = replies[replies.length - 1];
  if (last === null) return { kind: 'conflict' };
  if (Array.isArray(last) && last.length === commands.length) return { kind: 'done', replies: last };
  const refusal = replies.find((reply) => reply instanceof ReplyError && !reply.message.startsWith('EXECABORT'));
  const isAborted = last instanceof ReplyError && (last.message.startsWith('EXECABORT') || isCertainRefusal(last.message));
  if (isAborted && refusal instanceof ReplyError) return { kind: 'refused', message: refusal.message };
  connection.close();
  throw new ConnectionLost('the answer to EXEC is none that Redis gives');
}
