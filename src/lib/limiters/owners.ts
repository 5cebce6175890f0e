/** Whose keys are read. */
import { Entities } from '../usage/entities.js';
import { idsNamed } from '../usage/owners.js';
import { sourcesOf } from '../usage/sources.js';
import type { Store } from '../usage/store.js';
import type { LimiterKey } from './read-key.js';

type Known = ReadonlyMap<string, { name: string | null }>;

/** The keys of these owners, each by its id, or by its name where the application keeps one. */
export async function ownKeys(keys: readonly LimiterKey[], owners: readonly string[], store: Store): Promise<LimiterKey[]> {
  if (owners.length === 0) return [...keys];
  const kept = new Set<LimiterKey>();
  for (const ready of new Set(keys.map(({ rule }) => rule.ready))) {
    const own = keys.filter(({ rule }) => rule.ready === ready);
    const ids = [...new Set(own.map(({ id }) => id))];
    const { dimension } = ready.subject.placeholder;
    const entities = new Entities(ready.profile, sourcesOf(ready.profile), store);
    const isNamed = dimension !== undefined && entities.entity(dimension)?.names !== undefined;
    const named: Known = isNamed ? await entities.these(dimension, ids) : new Map();
    const known: Known = new Map(ids.map((id) => [id, named.get(id) ?? { name: null }]));
    const wanted = new Set(owners.flatMap((owner) => idsNamed(owner, known)));
    for (const key of own) if (wanted.has(key.id)) kept.add(key);
  }
  return keys.filter((key) => kept.has(key));
}
