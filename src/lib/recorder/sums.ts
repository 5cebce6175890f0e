/** Commands of several requests, summed by key and field. */
import type { Command } from './member.js';

/** Members of one SADD, which Lua can pass on. */
const MEMBERS = 500;
/** Rough bytes of an entry beside its texts. */
const ENTRY_BYTES = 64;

export class Sums {
  /** Fields, members and TTLs. */
  entries = 0;
  /** Rough bytes in memory. */
  bytes = 0;
  /** Sums are numbers as long as these are exact. */
  readonly #hashes = new Map<string, Map<string, number | bigint>>();
  readonly #sets = new Map<string, Set<string>>();
  readonly #removed = new Set<string>();
  readonly #seconds = new Map<string, string>();

  /** HINCRBY, SADD, DEL or EXPIRE. */
  add(words: readonly string[]): void {
    const [command, key, first, amount] = [words[0], words[1]!, words[2]!, words[3]!];
    if (command === 'HINCRBY') this.#raise(key, first, amount);
    else if (command === 'SADD') this.#list(key, first);
    else if (command === 'DEL') this.#once(this.#removed, key);
    else {
      if (!this.#seconds.has(key)) this.#grow(key.length);
      this.#seconds.set(key, first);
    }
  }

  #raise(key: string, field: string, amount: string): void {
    let fields = this.#hashes.get(key);
    if (!fields) {
      fields = new Map();
      this.#hashes.set(key, fields);
      this.bytes += 2 * key.length;
    }
    const before = fields.get(field);
    if (before === undefined) this.#grow(field.length);
    fields.set(field, sumOf(before ?? 0, amount));
  }

  #list(key: string, member: string): void {
    const members = this.#sets.get(key) ?? new Set<string>();
    this.#once(members, member);
    this.#sets.set(key, members);
  }

  #once(texts: Set<string>, text: string): void {
    if (!texts.has(text)) this.#grow(text.length);
    texts.add(text);
  }

  #grow(characters: number): void {
    this.entries++;
    this.bytes += ENTRY_BYTES + 2 * characters;
  }

  /** `between`: commands of another kind. TTLs come last, because they need the keys. */
  commands(between: readonly Command[] = []): Command[] {
    const all: Command[] = [];
    const add = (...words: string[]): void => void all.push({ words, ifExists: null });
    for (const [key, fields] of this.#hashes) for (const [field, sum] of fields) add('HINCRBY', key, field, String(sum));
    for (const [key, members] of this.#sets)
      for (const part of chunked([...members], MEMBERS)) all.push({ words: ['SADD', key, ...part], ifExists: null });
    for (const key of this.#removed) add('DEL', key);
    for (const command of between) all.push(command);
    for (const [key, seconds] of this.#seconds) add('EXPIRE', key, seconds);
    return all;
  }
}

function sumOf(before: number | bigint, amount: string): number | bigint {
  if (typeof before === 'number') {
    const sum = before + Number(amount);
    if (Number.isSafeInteger(sum)) return sum;
  }
  return BigInt(before) + BigInt(amount);
}

export const chunked = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
