/** The application's own way to the servers, past every proxy: what it is answered is certain. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place.js';

/** `unsure`: the server was killed before it answered. */
export type Answer = { kind: 'done'; reply: unknown } | { kind: 'refused' } | { kind: 'unsure' };

const isRefusal = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError';

/** Who has been made a replica says so. */
const ELSEWHERE = /^(?:READONLY|MOVED|CLUSTERDOWN|LOADING|UNBLOCKED|EXECABORT)/;
const PATIENCE_MS = 20_000;
const WAIT_MS = 5;

/** Commands on one key, or on keys of one slot; several go in one transaction. */
export async function carryOut(place: Place, commands: readonly (readonly string[])[]): Promise<Answer> {
  const members = place.shards[place.shardOf(commands[0]![1]!)]!;
  const until = performance.now() + PATIENCE_MS;
  for (let at = 0; ; at++) {
    const { client } = members[at % members.length]!;
    while (client.status !== 'ready') await sleep(WAIT_MS);
    try {
      if (commands.length === 1) {
        const [name, ...args] = commands[0]!;
        return { kind: 'done', reply: await client.call(name!, ...args) };
      }
      const multi = client.multi();
      for (const [name, ...args] of commands) multi.call(name!, ...args);
      const replies = (await multi.exec()) ?? [];
      for (const [error] of replies) if (error) throw error;
      return { kind: 'done', reply: replies.map(([, reply]) => reply) };
    } catch (error) {
      if (!isRefusal(error)) return { kind: 'unsure' };
      if (
        !ELSEWHERE.test(error.message) ||
        (members.length === 1 && !error.message.startsWith('LOADING')) ||
        performance.now() > until
      )
        return { kind: 'refused' };
      await sleep(WAIT_MS);
    }
  }
}

/** What must succeed. */
export async function surely(place: Place, ...command: string[]): Promise<unknown> {
  for (const until = performance.now() + PATIENCE_MS; ;) {
    const answer = await carryOut(place, [command]);
    if (answer.kind === 'done') return answer.reply;
    if (performance.now() > until) throw new Error(`${command.slice(0, 2).join(' ')} is ${answer.kind}`);
  }
}
