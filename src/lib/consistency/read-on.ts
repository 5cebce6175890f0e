/** Answers what one pipeline cannot: whether a key exists at all, and the remaining pieces of a large collection. */
import { chunks } from '../format/chunks.js';
import { EXIT, MeterError } from '../format/errors.js';
import { ScanProgress } from '../redis/scan-progress.js';
import type { SteadyConnection } from '../redis/steady-connection.js';
import { againFor, ELEMENTS, pieceFrom, pieceIn, settleOpen, type ValueRead } from './value-commands.js';

/** Maximum bytes of one collection's elements, and overhead per element in addition to its text. */
const MOST_BYTES = 2 ** 29;
const ELEMENT_BYTES = 64;
/** Keys asked at a time. */
const TOGETHER = 1_000;

/** Distinguishes missing keys from empty ones. */
export async function settleAll(connection: SteadyConnection, all: readonly ValueRead[]): Promise<void> {
  const open = all.filter(({ isOpen }) => isOpen);
  for (const part of chunks(open, TOGETHER)) {
    const replies = await connection.send(part.flatMap(({ question }) => againFor(question)));
    for (const [index, reported] of part.entries()) settleOpen(reported, replies.slice(2 * index, 2 * index + 2));
  }
}

/** Reads the rest of a large collection. Elements present throughout are returned at least once. */
export async function readOn(connection: SteadyConnection, { question, reading, from }: ValueRead): Promise<void> {
  if (from === null) return;
  const isSet = question.plan.compiled.family.type === 'set';
  const found = isSet ? new Members() : new Pairs();
  found.add(reading.value as readonly string[]);
  const isRank = question.plan.compiled.family.type === 'zset';
  const progress = new ScanProgress({ command: isSet ? 'SSCAN' : 'HSCAN', filtered: false, reported: null });
  let at: string | null = from;
  while (at !== null) {
    const [reply] = await connection.send([pieceFrom(question, at)]);
    const piece = pieceIn(question, reply!, at);
    // The key has changed its type, which the next reading shows.
    if (!piece) break;
    const { bytes } = found;
    found.add(piece.elements);
    if (found.bytes > MOST_BYTES) throw tooLarge();
    at = piece.from;
    if (at !== null && !isRank) progress.step(at, piece.seen, ELEMENTS);
    // Reading by rank without a new member would never end.
    if (isRank && found.bytes === bytes) break;
  }
  reading.value = found.all();
}

/** Stores each element once, because a cursor may return an element twice. */
class Members {
  bytes = 0;
  readonly #found = new Set<string>();

  add(members: readonly string[]): void {
    for (const member of members) {
      if (!this.#found.has(member)) this.bytes += member.length + ELEMENT_BYTES;
      this.#found.add(member);
    }
  }

  all(): string[] {
    return [...this.#found];
  }
}

class Pairs {
  bytes = 0;
  readonly #found = new Map<string, string>();

  add(pairs: readonly string[]): void {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const [name, value] = [pairs[i]!, pairs[i + 1]!];
      if (!this.#found.has(name)) this.bytes += name.length + value.length + ELEMENT_BYTES;
      this.#found.set(name, value);
    }
  }

  all(): string[] {
    return [...this.#found].flat();
  }
}

const tooLarge = (): MeterError =>
  new MeterError('too-large', EXIT.partial, 'A collection of this server has more elements than can be compared.', [
    'Leave its family out: --family names the ones to look at.',
  ]);
