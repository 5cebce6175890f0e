/** Executes generated commands like a server, and sorts the keys by the application's profile. */
import { compileProfile } from '../../src/lib/profile/classify.js';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import type { DemoCommand } from '../../src/lib/demo/entry.js';

export interface Page {
  key: string;
  captures: Record<string, string>;
  /** A hash's fields, or the single field `usd` of a cost in micro-USD. */
  amounts: Record<string, number>;
  members: string[];
  /** TTL in ms; `null`: none. */
  ttl: number | null;
}

export type Books = ReadonlyMap<string, readonly Page[]>;

function apply(page: Page, [name, , ...args]: DemoCommand): void {
  if (name === 'PEXPIRE') page.ttl = Number(args[0]);
  else if (name === 'SET') page.amounts = { usd: Math.round(Number(args[0]) * 1e6) };
  else if (name === 'SADD') page.members = args;
  else if (name === 'HSET') for (let i = 0; i < args.length; i += 2) page.amounts[args[i] ?? ''] = Number(args[i + 1]);
}

/** Pages by the pattern of their family; keys that the profile does not know are under `unknown`. */
export async function readBooks(commands: Iterable<DemoCommand>): Promise<Books> {
  const profile = await builtinProfile('claude-relay-service');
  if (!profile) throw new Error('the profile is gone');
  const compiled = compileProfile(profile);
  const pages = new Map<string, Page>();
  const books = new Map<string, Page[]>();
  for (const command of commands) {
    const key = command[1] ?? '';
    const known = pages.get(key);
    if (known) {
      apply(known, command);
      continue;
    }
    const found = compiled.classify(key);
    const page: Page = { key, captures: found?.captures ?? {}, amounts: {}, members: [], ttl: null };
    apply(page, command);
    pages.set(key, page);
    const pattern = found?.family.pattern ?? 'unknown';
    const family = books.get(pattern) ?? [];
    family.push(page);
    books.set(pattern, family);
  }
  return books;
}

export const pagesOf = (books: Books, pattern: string): readonly Page[] => {
  const pages = books.get(pattern);
  if (!pages) throw new Error(`no keys of ${pattern}`);
  return pages;
};
