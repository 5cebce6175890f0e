import type { Calendar } from './calendar.js';
import { stringEntry, type Entry } from './entry.js';
import { combine } from './large-axes.js';
import { LARGE_FAMILIES, type LargeFamily } from './large-families.js';
import { createWorld, type World } from './large-world.js';
import { LIFE } from './lifetimes.js';
import type { KeyspaceSize, Planted } from './manifest.js';
import type { Random } from './random.js';
import { drawRequest } from './traffic.js';

/** Exactly `keys` keys in 25 families, with the shares and sizes of a real relay. What does not fit a family's share is bound conversations. */
export function* largeRelay(random: Random, calendar: Calendar, end: number, keys: number): Generator<Entry, Planted[]> {
  const world = createWorld(random, calendar, end, keys);
  const { shares, rest } = allot(world, keys);
  for (const { family, count } of shares) yield* familyEntries(family, world, count);
  yield* conversations(world, rest);
  return [];
}

/** How many keys `largeRelay` makes of these, and how many of them expire, without making them. */
export function largeRelaySize(random: Random, calendar: Calendar, end: number, keys: number): KeyspaceSize {
  const { shares } = allot(createWorld(random, calendar, end, keys), keys);
  const staying = shares.reduce((sum, { family, count }) => sum + (family.life === null ? count : 0), 0);
  return { keys, expiring: keys - staying };
}

interface Share {
  family: LargeFamily;
  count: number;
}

/** The number of keys of each family: its share, or as many as it can have. The rest is what that leaves. */
function allot(world: World, keys: number): { shares: Share[]; rest: number } {
  let rest = keys;
  const shares = LARGE_FAMILIES.map((family) => {
    const wanted = Math.min(rest, Math.max(1, Math.round(keys * family.share)));
    const count = Math.min(wanted, combine(world, family.axes).length);
    rest -= count;
    return { family, count };
  });
  return { shares, rest };
}

function* familyEntries(family: LargeFamily, world: World, count: number): Generator<Entry> {
  const { random, end, apiKeys, accounts } = world;
  const combinations = combine(world, family.axes);
  for (let index = 0; index < count; index++) {
    const { values, at = end, apiKey, account } = combinations.spot(index);
    const request = drawRequest(random, at, apiKey ?? random.pick(apiKeys), [account ?? random.pick(accounts)]);
    const ttl = family.life === null ? null : at + family.life - end;
    yield family.make({ pattern: family.pattern, values, ttl }, request, world);
  }
}

function* conversations({ random, accounts }: World, count: number): Generator<Entry> {
  for (let index = 0; index < count; index++) {
    const { id: accountId, kind } = random.pick(accounts);
    // Ends in the index: no two can be equal.
    const hash = random.hex(24) + index.toString(16).padStart(8, '0');
    const ttl = LIFE.sticky - random.below(LIFE.sticky / 2);
    const place = { pattern: 'unified_claude_session_mapping:{hash}', values: { hash }, ttl };
    yield stringEntry(place, JSON.stringify({ accountId, accountType: kind.type }));
  }
}
