/** The owners whose usage is wanted: names and ids from --owner. */
import { says } from '../errors/session.js';
import { EXIT, failure, usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { redactId } from '../format/redact.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import type { Entity } from '../profile/figures.js';
import { UNREADABLE, type Entities, type Known } from './entities.js';
import type { Listing } from './listing.js';

/** One value of --owner, before anything is read. */
export interface OwnerAsked {
  dimension: string;
  /** A name or an id. */
  text: string;
}

/** `account:NAME` names the kind of entity. Without it, the kind is the first of `usual` that is not a model. */
export function ownersAsked(owners: readonly string[], entities: readonly Entity[], usual: string): OwnerAsked[] {
  return owners.map((owner) => {
    const [word, rest] = splitAtColon(owner);
    const entity = rest === undefined ? undefined : entities.find((each) => each.word === word);
    const text = entity ? rest! : owner;
    if (text === '') throw usageError('--owner takes a name or an id.', 'Such as --owner NAME or --owner account:NAME');
    return { dimension: entity?.dimension ?? usual, text };
  });
}

function splitAtColon(text: string): [string, string?] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The ids of each dimension. Throws a usage error for an unknown owner. */
export async function resolvedOwners(
  asked: readonly OwnerAsked[],
  entities: Entities,
  listing: Listing,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const all = new Map<string, Map<string, Known>>();
  for (const { dimension, text } of asked) {
    const known = all.get(dimension) ?? (await entities.all(dimension, listing));
    all.set(dimension, known);
    const ids = idsNamed(text, known);
    if (ids.length === 0) throw unknownOwner(text, known, entities.entity(dimension));
    const own = found.get(dimension) ?? new Set<string>();
    for (const id of ids) own.add(id);
    found.set(dimension, own);
  }
  return found;
}

/** By id, then by name, then by the short id in reports, then by name in other letter case. */
export function idsNamed(text: string, known: ReadonlyMap<string, Pick<Known, 'name'>>): string[] {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  if (known.has(bytes)) return [bytes];
  const named = (fits: (id: string, name: string | null) => boolean): string[] =>
    [...known].filter(([id, { name }]) => fits(id, name)).map(([id]) => id);
  const exact = named((_, name) => name === text);
  if (exact.length > 0) return exact;
  const short = text.includes('…') ? named((id) => redactId(id) === text) : [];
  if (short.length > 0) return short;
  const lower = text.toLowerCase();
  return named((_, name) => name?.toLowerCase() === lower);
}

function unknownOwner(text: string, known: ReadonlyMap<string, Known>, entity: Entity | null): Error {
  const unread = [...known.values()].filter((each) => each === UNREADABLE).length;
  if (unread > 0) return failure(says('owners-unreadable', { owners: unread }), EXIT.partial);
  const names = [...known.values()].flatMap(({ name }) => name ?? []);
  const near = nearest(text.slice(0, 80), [...new Set(names)].filter((name) => name.length <= 80).slice(0, 10_000));
  return usageError(
    `No ${entity?.title ?? 'owner'} is called "${truncateMiddle(safeText(text), 60)}".`,
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : `List them: meter usage --by ${entity?.word ?? 'key'}`,
  );
}
