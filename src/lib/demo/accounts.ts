import { createdAt } from './api-keys.js';
import { isDeleted, type Account, type Cast } from './cast.js';
import { hashEntry, setEntry, type Entry } from './entry.js';
import type { Random } from './random.js';

/** The existing accounts, with the index of each kind and the sets of shared accounts. */
export function* accountEntries(cast: Cast, random: Random, end: number): Generator<Entry> {
  const accounts = cast.accounts.filter((account) => !isDeleted(account));
  for (const account of accounts) yield accountEntry(account, random, end);
  for (const kind of new Set(accounts.map((account) => account.kind))) {
    const ids = accounts.filter((account) => account.kind === kind).map((account) => account.id);
    yield setEntry({ pattern: kind.index, values: {}, ttl: null }, ids);
    if (kind.shared) yield setEntry({ pattern: 'shared_{type}_accounts', values: { type: kind.shared }, ttl: null }, ids);
  }
}

function accountEntry({ id, name, kind }: Account, random: Random, end: number): Entry {
  return hashEntry(
    { pattern: kind.pattern, values: { id }, ttl: null },
    {
      id,
      name,
      description: '',
      platform: kind.platform,
      accountType: 'shared',
      status: 'active',
      isActive: 'true',
      schedulable: 'true',
      priority: 50,
      proxy: '',
      errorMessage: '',
      // The relay stores credentials as an initialisation vector and a ciphertext; these are random digits.
      [kind.platform === 'claude' || kind.platform === 'gemini' ? 'accessToken' : 'apiKey']:
        `${random.hex(32)}:${random.hex(96)}`,
      createdAt: new Date(createdAt(end)).toISOString(),
      lastUsedAt: '',
    },
  );
}
