/** Reads type, remaining life, size and length of keys in pipelines. Only TYPE, PTTL and MEMORY USAGE leave the idle time alone. */
import { ReplyError, type Reply } from './resp.js';
import type { SteadyConnection } from './steady-connection.js';

/** What may be asked of this server. */
export interface MetaQuestions {
  type: boolean;
  ttl: boolean;
  memoryUsage: boolean;
  length: boolean;
}

export interface RawMeta {
  /** `none`: the key is gone. `null`: the server refused. */
  type: string | null;
  ttlMs: number | null;
  bytes: number | null;
  length: number | null;
  /** True when the user may not read this key: every question about it was refused. */
  refused: boolean;
}

/** All are O(1). */
const LENGTH_COMMAND: Readonly<Record<string, string>> = {
  string: 'STRLEN',
  list: 'LLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  hash: 'HLEN',
  stream: 'XLEN',
};

/** Metadata of each key, in two round trips at most. MEMORY USAGE looks at 5 elements of a collection (the server's default). */
export async function readKeyMeta(
  connection: SteadyConnection,
  names: readonly string[],
  questions: MetaQuestions,
): Promise<RawMeta[]> {
  if (names.length === 0) return [];
  const commands: string[][] = [];
  for (const name of names) {
    if (questions.type) commands.push(['TYPE', name]);
    if (questions.ttl) commands.push(['PTTL', name]);
    if (questions.memoryUsage) commands.push(['MEMORY', 'USAGE', name]);
  }
  const replies = await connection.send(commands);
  const perKey = commands.length / names.length;
  const found = names.map((_, index) => {
    let at = index * perKey;
    const refused = perKey > 0 && replies.slice(at, at + perKey).every(isRefusal);
    const type = questions.type ? replies[at++] : null;
    const ttl = questions.ttl ? replies[at++] : null;
    const bytes = questions.memoryUsage ? replies[at] : null;
    return {
      type: typeof type === 'string' ? type : null,
      ttlMs: number(ttl),
      bytes: number(bytes),
      length: null as number | null,
      refused,
    };
  });
  if (questions.length) await addLengths(connection, names, found);
  return found;
}

/** Commands that one key's metadata takes at most. */
export const commandsPerKey = (questions: MetaQuestions): number =>
  Number(questions.type) + Number(questions.ttl) + Number(questions.memoryUsage) + Number(questions.length);

async function addLengths(connection: SteadyConnection, names: readonly string[], found: RawMeta[]): Promise<void> {
  const asked: RawMeta[] = [];
  const commands: string[][] = [];
  for (const [index, meta] of found.entries()) {
    const command = meta.type === null ? undefined : LENGTH_COMMAND[meta.type];
    if (!command) continue;
    asked.push(meta);
    commands.push([command, names[index]!]);
  }
  const replies = await connection.send(commands);
  for (const [index, meta] of asked.entries()) meta.length = number(replies[index]);
}

const isRefusal = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOPERM');

function number(reply: Reply | undefined): number | null {
  return reply === undefined || reply === null || reply instanceof ReplyError || Array.isArray(reply) ? null : Number(reply);
}
