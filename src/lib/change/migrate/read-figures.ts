/** Reads figures of many keys in pipelines. */
import { chunks } from '../../format/chunks.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { RedisType } from '../../profile/types.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { KeyedCommand, KeyedSender } from '../engine/keyed-sender.js';
import type { ArchivedValue } from '../archive/record.js';
import type { ReadKey } from '../engine/read-key.js';
import { readDumps } from '../engine/read-values.js';
import { readable } from '../compare/same-value.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Texts } from './judge.js';

/** `null`: the key does not exist. `unreadable`: it has another type, or is a string too long to be a number. */
export type FoundTexts = Texts | null | 'unreadable';

/** Bytes of a string that are read: no number is longer. */
const LONGEST = 512;
/** Commands per pipeline. */
const TOGETHER = 1_000;

export interface KeyFigures {
  family: CompiledFamily;
  name: string;
  /** Names of hash fields; ignored for strings. */
  fields: readonly string[];
}

/** Texts in the order of the keys. Rejects with a MeterError if the server refuses. */
export async function readFigures(sender: Pick<KeyedSender, 'send'>, keys: readonly KeyFigures[]): Promise<FoundTexts[]> {
  const found: FoundTexts[] = [];
  for (const part of chunks(keys, TOGETHER)) {
    const replies = await sender.send(part.map(reading));
    for (const [index, key] of part.entries()) found.push(textsOf(replies[index]!, key));
  }
  // A key that does not exist, an empty string, and a hash without these fields have the same reply.
  const empty = found.flatMap((texts, index) =>
    Array.isArray(texts) && texts.every((text) => text === null || text === '') ? [index] : [],
  );
  for (const part of chunks(empty, TOGETHER)) {
    const replies = await sender.send(part.map((index) => ({ key: keys[index]!.name, args: ['EXISTS', keys[index]!.name] })));
    for (const [at, index] of part.entries()) if (replies[at] === 0) found[index] = null;
  }
  return found;
}

const reading = ({ family, name, fields }: KeyFigures): KeyedCommand => ({
  key: name,
  args: family.family.type === 'string' ? ['GETRANGE', name, '0', String(LONGEST)] : ['HMGET', name, ...fields],
});

function textsOf(reply: Reply, { family }: KeyFigures): FoundTexts {
  if (reply instanceof ReplyError) {
    if (reply.message.startsWith('WRONGTYPE')) return 'unreadable';
    throw writeRefused(reply.message);
  }
  if (family.family.type === 'string') {
    const text = typeof reply === 'string' ? reply : '';
    return text.length > LONGEST ? 'unreadable' : [text];
  }
  return (reply as (string | null)[]).map((text) => text ?? null);
}

/** The DUMP of each, in order, for keys that are archived anyway; `null`: the key does not exist. */
export async function readWhole(sender: KeyedSender, names: readonly string[]): Promise<(ReadKey | null)[]> {
  const byName = { send: (commands: readonly (readonly string[])[]) => sender.send(commands.map(keyed)) };
  const found: (ReadKey | null)[] = [];
  for (const part of chunks(names, TOGETHER / 2)) for (const { key } of await readDumps(byName, part)) found.push(key);
  return found;
}

const keyed = (args: readonly string[]): KeyedCommand => ({ key: args[1]!, args });

/** The figures of a whole value. */
export function textsIn(value: ArchivedValue, type: RedisType, fields: readonly string[]): Texts | 'unreadable' {
  const known = readable(value);
  if (known?.type !== type) return 'unreadable';
  if (known.type === 'string') return [known.value];
  if (known.type !== 'hash') return 'unreadable';
  const held = new Map(known.value.map((entry) => [entry.field, entry.value]));
  return fields.map((field) => held.get(field) ?? null);
}
