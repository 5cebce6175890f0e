/** Reads type, TTL, size and length of keys in pipelines. Only TYPE, PTTL and MEMORY USAGE do not reset the idle time. */
import { KeyCommands, question, type Question } from './key-commands.js';
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

const [TYPE, PTTL, MEMORY_USAGE] = [question('TYPE'), question('PTTL'), question('MEMORY', 'USAGE')];

/** All are O(1). */
const LENGTH: Readonly<Record<string, Question>> = {
  string: question('STRLEN'),
  list: question('LLEN'),
  set: question('SCARD'),
  zset: question('ZCARD'),
  hash: question('HLEN'),
  stream: question('XLEN'),
};

/** The metadata of some keys, in the order of their names. Keeps the replies, since objects for each of millions of keys cost more. */
export class KeyMetas {
  /** Where the replies about each key are among its replies; -1: not asked. */
  readonly #type: number;
  readonly #ttl: number;
  readonly #bytes: number;
  readonly #perKey: number;
  readonly #replies: readonly Reply[];
  readonly lengths: (number | null)[] = [];
  readonly elementBytes: (number | null)[] = [];
  readonly #meta: RawMeta = { type: null, ttlMs: null, bytes: null, length: null, elementBytes: null, refused: false };

  constructor(questions: MetaQuestions, replies: readonly Reply[]) {
    let perKey = 0;
    this.#type = questions.type ? perKey++ : -1;
    this.#ttl = questions.ttl ? perKey++ : -1;
    this.#bytes = questions.memoryUsage ? perKey++ : -1;
    this.#perKey = perKey;
    this.#replies = replies;
  }

  /** What is known of the key at this place, valid until the next call. */
  at(place: number): RawMeta {
    const meta = this.#meta;
    meta.type = this.typeAt(place);
    meta.ttlMs = number(this.#reply(place, this.#ttl));
    meta.bytes = number(this.#reply(place, this.#bytes));
    meta.length = this.lengths[place] ?? null;
    meta.elementBytes = this.elementBytes[place] ?? null;
    meta.refused = this.#isRefused(place);
    return meta;
  }

  typeAt(place: number): string | null {
    const type = this.#reply(place, this.#type);
    return typeof type === 'string' ? type : null;
  }

  #reply(place: number, question: number): Reply | undefined {
    return question < 0 ? null : this.#replies[place * this.#perKey + question];
  }

  #isRefused(place: number): boolean {
    for (let question = 0; question < this.#perKey; question++) if (!isRefusal(this.#reply(place, question)!)) return false;
    return this.#perKey > 0;
  }
}

/**
 * Metadata of each key, in at most two round trips, or three with elements. MEMORY USAGE samples 5 elements of a collection (the
 * server's default).
 */
export async function readKeyMeta(
  connection: SteadyConnection,
  names: readonly string[],
  questions: MetaQuestions,
): Promise<KeyMetas> {
  const commands = new KeyCommands();
  for (const name of names) {
    if (questions.type) commands.add(TYPE, name);
    if (questions.ttl) commands.add(PTTL, name);
    if (questions.memoryUsage) commands.add(MEMORY_USAGE, name);
  }
  const found = new KeyMetas(questions, await connection.send(commands));
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

/** Skips keys of unknown type and types without a length. */
async function addLengths(connection: SteadyConnection, names: readonly string[], found: KeyMetas): Promise<void> {
  const commands = new KeyCommands();
  const asked: number[] = [];
  for (const [place, name] of names.entries()) {
    const type = found.typeAt(place);
    const length = type === null ? undefined : LENGTH[type];
    found.lengths.push(null);
    if (!length) continue;
    commands.add(length, name);
    asked.push(place);
  }
  const replies = await connection.send(commands);
  for (const [at, place] of asked.entries()) found.lengths[place] = number(replies[at]);
}

async function addElements(connection: SteadyConnection, names: readonly string[], found: KeyMetas): Promise<void> {
  const commands: string[][] = [];
  const asked: number[] = [];
  for (const [place, name] of names.entries()) {
    const type = found.typeAt(place);
    found.elementBytes.push(null);
    if (type !== 'list' && type !== 'stream') continue;
    commands.push(type === 'list' ? ['LINDEX', name, '0'] : ['XINFO', 'STREAM', name]);
    asked.push(place);
  }
  const replies = await connection.send(commands);
  for (const [at, place] of asked.entries()) found.elementBytes[place] = elementBytes(replies[at]);
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
  if (typeof reply === 'number') return reply;
  return typeof reply === 'string' || typeof reply === 'bigint' ? Number(reply) : null;
}
