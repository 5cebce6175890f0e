/** Reads type, TTL, size and length of keys in pipelines. Only TYPE, PTTL and MEMORY USAGE do not reset the idle time. */
import { ReplyError, type Reply } from './resp.js';
import type { SteadyConnection } from './steady-connection.js';

/** Questions that this server supports. */
export interface MetaQuestions {
  type: boolean;
  ttl: boolean;
  memoryUsage: boolean;
  length: boolean;
  /** One element of each list and stream, for when the size must be estimated. */
  element: boolean;
}

export interface RawMeta {
  /** `none`: the key does not exist. `null`: the server refused. */
  type: string | null;
  ttlMs: number | null;
  bytes: number | null;
  length: number | null;
  /** Bytes of a list's first element, or of the values in a stream's first entry. `null`: not asked, or not reported. */
  elementBytes: number | null;
  /** True when the user may not read this key: the server refused every question. */
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

/**
 * Metadata of each key, in at most two round trips, or three with elements. MEMORY USAGE samples 5 elements of a collection (the
 * server's default).
 */
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
      elementBytes: null as number | null,
      refused,
    };
  });
  if (questions.length) await addLengths(connection, names, found);
  if (questions.element) await addElements(connection, names, found);
  return found;
}

/** Maximum commands for one key's metadata. */
export const commandsPerKey = (questions: MetaQuestions): number =>
  Number(questions.type) +
  Number(questions.ttl) +
  Number(questions.memoryUsage) +
  Number(questions.length) +
  Number(questions.element);

async function addLengths(connection: SteadyConnection, names: readonly string[], found: RawMeta[]): Promise<void> {
  const commandOf = (type: string, name: string): string[] | null => {
    const command = LENGTH_COMMAND[type];
    return command === undefined ? null : [command, name];
  };
  await askByType(connection, names, found, commandOf, (meta, reply) => (meta.length = number(reply)));
}

async function addElements(connection: SteadyConnection, names: readonly string[], found: RawMeta[]): Promise<void> {
  const commandOf = (type: string, name: string): string[] | null =>
    type === 'list' ? ['LINDEX', name, '0'] : type === 'stream' ? ['XINFO', 'STREAM', name] : null;
  await askByType(connection, names, found, commandOf, (meta, reply) => (meta.elementBytes = elementBytes(reply)));
}

/** Sends one type-specific question per key. Skips keys of unknown type and types without such a question. */
async function askByType(
  connection: SteadyConnection,
  names: readonly string[],
  found: readonly RawMeta[],
  commandOf: (type: string, name: string) => string[] | null,
  take: (meta: RawMeta, reply: Reply | undefined) => void,
): Promise<void> {
  const asked: RawMeta[] = [];
  const commands: string[][] = [];
  for (const [index, meta] of found.entries()) {
    const command = meta.type === null ? null : commandOf(meta.type, names[index]!);
    if (!command) continue;
    asked.push(meta);
    commands.push(command);
  }
  if (commands.length === 0) return;
  const replies = await connection.send(commands);
  for (const [index, meta] of asked.entries()) take(meta, replies[index]);
}

/** LINDEX returns the element. XINFO STREAM returns alternating names and values, with the first entry among them. */
function elementBytes(reply: Reply | undefined): number | null {
  if (typeof reply === 'string') return reply.length;
  if (!Array.isArray(reply)) return null;
  const entry = reply[reply.indexOf('first-entry') + 1];
  const pairs = Array.isArray(entry) ? entry[1] : null;
  if (!Array.isArray(pairs)) return null;
  return pairs.reduce((sum: number, text, index) => sum + (index % 2 === 1 && typeof text === 'string' ? text.length : 0), 0);
}

const isRefusal = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOPERM');

function number(reply: Reply | undefined): number | null {
  return reply === undefined || reply === null || reply instanceof ReplyError || Array.isArray(reply) ? null : Number(reply);
}
