import type { Calendar } from './calendar.js';
import { stringEntry, type Entry } from './entry.js';
import { combine } from './large-axes.js';
import { LARGE_FAMILIES, type LargeFamily } from './large-families.js';
import { createWorld, type World } from './large-world.js';
import { LIFE } from './lifetimes.js';
import type { Planted } from './manifest.js';
import type { Random } from './random.js';
import { drawRequest } from './traffic.js';

/** Exactly `keys` keys in 25 families, with the shares and sizes of a real relay. What does not fit a family's share is bound conversations. */
export function* largeRelay(random: Random, calendar: Calendar, end: number, keys: number): Generator<Entry, Planted[]> {
  const world = createWorld(random, calendar, end, keys);
  let left = keys;
  for (const family of LARGE_FAMILIES) {
    const made = yield* familyEntries(family, world, Math.min(left, Math.max(1, Math.round(keys * family.share))));
    left -= made;
  }
  yield* conversations(world, left);
  return [];
}

/** Makes `wanted` keys, or as many as the family can have; returns their number. */
function* familyEntries(family: LargeFamily, world: World, wanted: number): Generator<Entry, number> {
  const { random, end, apiKeys, accounts } = world;
  const combinations = combine(world, family.axes);
  const count = Math.min(wanted, combinations.length);
  for (let index = 0; index < count; index++) {
    const { values, at = end, apiKey, account } = combinations.spot(index);
    const request = drawRequest(random, at, apiKey ?? random.pick(apiKeys), [account ?? random.pick(accounts)]);
    const ttl = family.life === null ? null : at + family.life - end;
    yield family.make({ pattern: family.pattern, values, ttl }, request, world);
  }
  return count;
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
