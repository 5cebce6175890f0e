/** Judges the replies to the checks of an item, without a script. */
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Letter } from './outcome.js';
import type { Check, Command } from './work-item.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

export const checkAsks = (check: Check): Command => (check.kind === 'same' ? ['EXISTS', check.key] : check.ask);

/** `null`: it holds. Throws a MeterError if the server refuses every question. A key of another type counts as altered. */
export function checkLetter(check: Check, reply: Reply): Letter | null {
  if (isUnasked(reply)) {
    if (isCertainRefusal(reply.message)) throw writeRefused(reply.message);
    return 'e';
  }
  return holds(check, reply) ? null : check.kind === 'same' ? 'a' : (check.otherwise ?? 'a');
}

/** True when the server refuses the question. */
export const isUnasked = (reply: Reply): reply is ReplyError =>
  reply instanceof ReplyError && !reply.message.startsWith('WRONGTYPE');

function holds(check: Check, reply: Reply): boolean {
  if (reply instanceof ReplyError) return false;
  switch (check.kind) {
    case 'same':
      return true;
    case 'reply':
      return (reply === null ? null : String(reply as string | number)) === check.is;
    case 'between':
      return reply !== null && !Array.isArray(reply) && Number(reply) >= check.least && Number(reply) <= check.most;
    case 'elements':
      return Array.isArray(reply) && reply.length === check.are.length && check.are.every((element, at) => reply[at] === element);
  }
}
