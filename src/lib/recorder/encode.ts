/** Commands as the keys and arguments of a script; see lua.ts. */
import type { Command } from './member.js';

export interface Sections {
  keys: string[];
  args: string[];
}

/** The increments of a hash come first, in one section, then the others in their order. `notes`: how many keys come before theirs. */
export function sectionsOf(commands: readonly Command[], notes: number): Sections {
  const places = new Map<string, string>();
  const placeOf = (key: string): string => {
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = String(places.size + notes + 1);
    places.set(key, place);
    return place;
  };
  const hashes = new Map<string, string[]>();
  const others: string[] = [];
  /** The key that the last command needs, and where its section counts what it holds. */
  let needed: string | null = null;
  let countAt = 0;
  for (const { words, ifExists } of commands) {
    const [command = '', key = ''] = words;
    if (command !== 'HINCRBY') {
      if (ifExists !== null && ifExists === needed) others[countAt] = String(Number(others[countAt]) + words.length + 2);
      else if (ifExists !== null) countAt = others.push('e', placeOf(ifExists), String(words.length + 2)) - 1;
      needed = ifExists;
      others.push('c', placeOf(key), command, String(words.length - 2));
      for (let at = 2; at < words.length; at++) others.push(words[at]!);
      continue;
    }
    const fields = hashes.get(key);
    if (fields) fields.push(words[2]!, words[3]!);
    else hashes.set(key, [words[2]!, words[3]!]);
  }
  const args: string[] = [];
  for (const [key, fields] of hashes) {
    args.push('h', placeOf(key), String(fields.length / 2));
    for (const word of fields) args.push(word);
  }
  for (const word of others) args.push(word);
  return { keys: [...places.keys()], args };
}
