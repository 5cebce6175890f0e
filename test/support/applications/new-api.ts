/** The keys of a new-api whose second generation runs beside what the first one left. */
import { digest, hash, json, list, text, times, zset, type MadeKey } from './made-keys.js';

const AT = 1_796_048_000_000;
const MARKS = ['GA', 'GW', 'CT', 'DW', 'UP'] as const;
/** What docker-compose sets: lists hold local time, labelled as UTC. */
const ZONE_MS = 8 * 3_600_000;

const address = (at: number): string => (at % 4 === 3 ? `2001:db8::${at}` : `203.0.113.${at}`);

/** The newest first, `every` seconds apart. */
const listed = (at: number, count: number, every: number, zoneMs: number): string[] =>
  times(count, (entry) => new Date(at + zoneMs - 1_000 * (1 + entry * every)).toISOString());

function limitersOf(at: number, now: number): MadeKey[] {
  const uid = at + 1;
  return [
    ...MARKS.map((mark) =>
      list(`ip-limit.${mark.toLowerCase()}`, `rateLimit:${mark}${address(at)}`, listed(now, 3 + at, 2, ZONE_MS), 1_199),
    ),
    ...[...MARKS, 'EV'].map((mark) => text('ip-limit.window', `rateLimit:v2:ip:${mark}:${address(at)}`, 1 + at, 120)),
    text('user-limit.window', `rateLimit:v2:user:SR:${uid}`, 1 + at, 60),
    text('user-limit.critical', `rateLimit:v2:user:UC:access-token:${uid}`, 2, 1_200),
    list('user-limit.search', `rateLimit:SR:user:${uid}`, listed(now, 4, 5, ZONE_MS), 1_199),
    list('model-limit.success', `rateLimit:MRRLS:${uid}`, listed(now, 20 + at, 1, 0), 59),
    list('model-limit.total', `rateLimit:MRRL:${uid}`, listed(now, 20, 1, ZONE_MS), 59),
    zset('model-limit.scoped', `rateLimit:MRRLS:${uid}:vip`, [[`${now}-1`, now]], 60),
    hash('model-limit.scoped-total', `rateLimit:MRRL:${uid}:group:vip`, { tokens: 100, last_time: Math.floor(now / 1_000) }, 60),
    hash('model-limit.bucket', `rateLimit:${uid}`, { tokens: 600 * at, last_time: Math.floor(now / 1_000) }),
    text('notify-limit', `notify_limit:${uid}:quota_exceed:2026113014`, 1, 600),
    text('email-limit', `emailVerification:EV:${address(at)}`, 1, 30),
  ];
}

function cachesOf(at: number): MadeKey[] {
  const id = at + 1;
  return [
    hash('token', `token:${digest(at)}`, { Id: id, UserId: id, Status: 1, RemainQuota: 500_000, UnlimitedQuota: 0 }, 60),
    text('token.fence', `token:fence:${digest(at)}`, 1, 10),
    hash('user', `user:${id}`, { Id: id, Group: 'default', Quota: 1_000_000, Status: 1, Setting: '{}' }, 60),
    text('auth.fence', `auth:user:fence:${id}`, 3, 120),
    text('auth.version', `auth:user:version:${id}`, 3),
    hash('auth.session', `auth:session:${digest(`session ${at}`)}`, { user_id: id }, 3_600),
    hash('perf', `perf:gpt-4o:default:${1_796_040_000 + at * 3_600}`, { req: 12, ok: 11, gen_ms: 900, ttft_n: 3 }, 3_600),
    text('channel-affinity', `new-api:channel_affinity:v1:codex:${digest(`affinity ${at}`)}`, 3, 3_600),
    json('subscription-plan', `new-api:subscription_plan:v1:${id}`, { id }, 300),
    json('subscription-plan.info', `new-api:subscription_plan_info:v1:${id}`, { id }, 120),
    json('channel-affinity.stats', `new-api:channel_affinity_usage_cache_stats:v1:codex:${id}`, { hits: 3 }, 3_600),
  ];
}

/** `now`: ms, from which on times in values are in the past. */
export const newApiKeys = (size = 12, now = AT): MadeKey[] =>
  times(size, (at) => [...limitersOf(at, now), ...cachesOf(at)]).flat();
