import { DAY, MINUTE, type Calendar } from './calendar.js';
import { isDeleted, type Cast } from './cast.js';
import { hashEntry, listEntry, stringEntry, zsetEntry, type Entry, type Place } from './entry.js';
import { LIFE } from './lifetimes.js';
import type { Random } from './random.js';

const place = (pattern: string, ttl: number | null, values: Record<string, string> = {}): Place => ({ pattern, values, ttl });

/** Settings and markers that every relay has, and its administrator's session. */
export function* settingEntries(random: Random, calendar: Calendar, end: number): Generator<Entry> {
  const migrated = end - 50 * DAY;
  const now = new Date(end).toISOString();
  yield stringEntry(place('system:migrated:version', null), '1.1.314');
  yield stringEntry(place('system:migration:usage_index_v2', null), migrated);
  yield stringEntry(place('system:migration:alltime_model_stats_v1', null), migrated);
  yield stringEntry(place('system:service_rates', null), JSON.stringify({ rates: {}, baseService: 'claude' }));
  yield stringEntry(
    place('claude_relay_config', null),
    JSON.stringify({ claudeCodeOnlyEnabled: false, globalSessionBindingEnabled: false, userMessageQueueEnabled: true }),
  );
  yield stringEntry(place('init:weekly_opus_cost:{date}:done', LIFE.onceADay, { date: calendar.date(end) }), now);
  yield hashEntry(place('session:admin_credentials', LIFE.session), {
    username: 'admin',
    passwordHash: random.hex(60),
    createdAt: new Date(migrated).toISOString(),
  });
  yield hashEntry(place('session:{token}', LIFE.session, { token: random.hex(64) }), {
    username: 'admin',
    loginTime: now,
    lastActivity: now,
  });
}

/** Keys of requests in progress: limiters, leases, bound conversations, errors. All of them expire. */
export function* liveEntries(cast: Cast, random: Random, end: number): Generator<Entry> {
  const apiKeys = cast.apiKeys.filter((apiKey) => !isDeleted(apiKey));
  const accounts = cast.accounts.filter((account) => !isDeleted(account));
  for (const { id: keyId } of apiKeys.slice(0, 3)) {
    const ttl = LIFE.limiterWindow - random.below(20 * MINUTE);
    const values = { keyId };
    yield stringEntry({ pattern: 'rate_limit:window_start:{keyId}', values, ttl }, end - LIFE.limiterWindow + ttl);
    yield stringEntry({ pattern: 'rate_limit:requests:{keyId}', values, ttl }, 1 + random.below(30));
    yield stringEntry({ pattern: 'rate_limit:tokens:{keyId}', values, ttl }, random.below(90_000));
    yield stringEntry({ pattern: 'rate_limit:cost:{keyId}', values, ttl }, random.below(900_000) / 1e6);
    const leases = [[random.uuid(), end + LIFE.lease] as const];
    yield zsetEntry({ pattern: 'concurrency:{keyId}', values, ttl: LIFE.lease }, leases);
    yield hashEntry({ pattern: 'concurrency:queue:stats:{keyId}', values, ttl: LIFE.queueStats }, { entered: 9, success: 9 });
  }
  yield listEntry(place('concurrency:queue:wait_times:global', LIFE.session), ['120', '85', '410']);
  for (let n = 0; n < 40; n++) {
    const account = random.pick(accounts);
    const bound = JSON.stringify({ accountId: account.id, accountType: account.kind.type });
    const ttl = LIFE.sticky - random.below(50 * MINUTE);
    yield stringEntry(place('unified_claude_session_mapping:{hash}', ttl, { hash: random.hex(32) }), bound);
  }
  for (const { id, kind } of accounts.slice(0, 2)) {
    const error = { time: new Date(end).toISOString(), status: 529, errorType: 'overloaded', context: {} };
    yield listEntry(place('error_history:{type}:{id}', LIFE.errorHistory, { type: kind.type, id }), [JSON.stringify(error)]);
  }
}
