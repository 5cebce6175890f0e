import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claudeRelayService as profile } from '../../src/lib/profile/builtin/claude-relay-service/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { compareVersions, isVersion } from '../../src/lib/profile/version.js';
import type { Family, TtlPolicy } from '../../src/lib/profile/types.js';

const HOUR = 3600;
const DAY = 86_400;

const compiled = compileProfile(profile);
const byId = new Map(profile.families.map((family) => [family.id, family]));
const idOf = (name: string): string | undefined => compiled.classify(name)?.family.id;

function family(id: string): Family {
  const found = byId.get(id);
  if (!found) throw new Error(`no family ${id}`);
  return found;
}

const ttlToSet = (ttl: TtlPolicy): number | 'never' | 'varies' => (ttl.expires ? (ttl.seconds ?? 'varies') : 'never');

/** Every name that the schema has, by the subject it is documented under. */
const PATTERNS: Record<string, string[]> = {
  'usage of API keys': [
    'usage:{keyId}',
    'usage:daily:{keyId}:{date}',
    'usage:monthly:{keyId}:{month}',
    'usage:hourly:{keyId}:{hour}',
    'usage:model:daily:{model}:{date}',
    'usage:model:monthly:{model}:{month}',
    'usage:model:hourly:{model}:{hour}',
    'usage:{keyId}:model:daily:{model}:{date}',
    'usage:{keyId}:model:monthly:{model}:{month}',
    'usage:{keyId}:model:hourly:{model}:{hour}',
    'usage:{keyId}:model:alltime:{model}',
    'usage:global:total',
    'usage:global:daily:{date}',
    'usage:global:monthly:{month}',
    'system:metrics:minute:{minute}',
    'usage:records:{keyId}',
  ],
  'index sets': [
    'usage:daily:index:{date}',
    'usage:hourly:index:{hour}',
    'usage:model:daily:index:{date}',
    'usage:model:hourly:index:{hour}',
    'usage:model:monthly:index:{month}',
    'usage:model:monthly:months',
    'usage:keymodel:daily:index:{date}',
    'usage:keymodel:hourly:index:{hour}',
    'account_usage:daily:index:{date}',
    'account_usage:hourly:index:{hour}',
    'account_usage:model:daily:index:{date}',
    'account_usage:model:hourly:index:{hour}',
  ].flatMap((pattern) => [pattern, `${pattern}:empty`]),
  cost: [
    'usage:cost:daily:{keyId}:{date}',
    'usage:cost:monthly:{keyId}:{month}',
    'usage:cost:hourly:{keyId}:{hour}',
    'usage:cost:total:{keyId}',
    'usage:cost:real:total:{keyId}',
    'usage:cost:real:daily:{keyId}:{date}',
    'usage:opus:weekly:{keyId}:{period}',
    'usage:opus:total:{keyId}',
    'usage:opus:real:weekly:{keyId}:{period}',
    'usage:opus:real:total:{keyId}',
    'cost_rank:{range}',
    'cost_rank:{range}:temp:{ms}',
    'cost_rank_meta:{range}',
    'cost_rank_lock:{range}',
    'billing:events',
    'init:weekly_opus_cost:{date}:done',
    'lock:init:weekly_opus_cost:{date}',
  ],
  'usage of accounts': [
    'account_usage:{accountId}',
    'account_usage:daily:{accountId}:{date}',
    'account_usage:monthly:{accountId}:{month}',
    'account_usage:hourly:{accountId}:{hour}',
    'account_usage:model:daily:{accountId}:{model}:{date}',
    'account_usage:model:monthly:{accountId}:{model}:{month}',
    'account_usage:model:hourly:{accountId}:{model}:{hour}',
  ],
  'API keys': [
    'apikey:{keyId}',
    'apikey:hash_map',
    'apikey_hash:{hash}',
    'apikey:idx:createdAt',
    'apikey:idx:lastUsedAt',
    'apikey:idx:name',
    'apikey:idx:all',
    'apikey:set:active',
    'apikey:set:deleted',
    'apikey:tags:all',
    'apikey:tag:{tag}',
    'apikey:index:version',
    'apikey:tmp:{query}:{uuid}',
  ],
  accounts: [
    'claude:account:',
    'claude_console_account:',
    'ccr_account:',
    'openai_responses_account:',
    'openai:account:',
    'azure_openai:account:',
    'gemini_account:',
    'gemini_api_account:',
    'droid:account:',
    'bedrock_account:',
  ].flatMap((prefix) => [`${prefix}{id}`, `${prefix}index`, `${prefix}index:empty`]),
  'stray and older accounts': ['bedrock:account:{id}', 'claude_account:{id}', 'openai_account:{id}'],
  'groups, settings, users': [
    'shared_{type}_accounts',
    'account_groups',
    'account_group:{id}',
    'account_group_members:{id}',
    'account_groups_reverse:{platform}:{accountId}',
    'account_groups_reverse:migrated',
    'claude_relay_config',
    'system:service_rates',
    'system:quota_card_limits',
    'oem:settings',
    'webhook_config:default',
    'system:migrated:version',
    'system:migration:usage_index_v2',
    'system:migration:alltime_model_stats_v1',
    'user:{id}',
    'username:{name}',
    'user:index',
    'user:index:empty',
    'quota_card:{id}',
    'quota_card_code:{code}',
    'quota_cards:all',
    'quota_cards:status:{status}',
    'redemption:{id}',
    'redemptions:all',
    'redemptions:user:{id}',
    'redemptions:apikey:{id}',
    'account_balance_script:{platform}:{id}',
    'fmt_claude_req:stainless_headers:{accountId}',
  ],
  'sign-in': [
    'session:admin_credentials',
    'session:{token}',
    'user_session:{token}',
    'oauth:{sid}',
    'oauth_session:{sid}',
    'login_ip_limiter:{ip}',
    'login_ip_strict:{ip}',
    'redeem_card:fail:{ip}',
    'redeem_card:ip:{ip}:{utcHour}',
  ],
  'limits and locks': [
    'rate_limit:window_start:{keyId}',
    'rate_limit:requests:{keyId}',
    'rate_limit:tokens:{keyId}',
    'rate_limit:cost:{keyId}',
    'concurrency:{keyId}',
    'concurrency:console_account:{accountId}',
    'concurrency:queue:{keyId}',
    'concurrency:queue:stats:{keyId}',
    'concurrency:queue:wait_times:{keyId}',
    'concurrency:queue:wait_times:global',
    'user_msg_queue_lock:{accountId}',
    'user_msg_queue_last:{accountId}',
    'token_refresh_lock:{platform}:{id}',
    'lock:account:{id}:recovery',
  ],
  'conversations and caches': [
    'sticky_session:{hash}',
    'sticky_session:droid:{endpoint}:{apiKeyId}:{hash}',
    'sticky_session:droid_api_key:{accountId}:{endpoint}:{hash}',
    'unified_claude_session_mapping:{hash}',
    'unified_openai_session_mapping:{hash}',
    'unified_gemini_session_mapping:{hash}',
    'unified_gemini_session_mapping:{oauthProvider}:{hash}',
    'openai_session_account_mapping:{hash}',
    'gemini_session_account_mapping:{hash}',
    'azure_openai_session_account_mapping:{hash}',
    'openai_account_sessions:{id}',
    'gemini_account_sessions:{id}',
    'original_session_binding:{sid}',
    'temp_unavailable:{type}:{id}',
    'temp_unavailable:{id}',
    'error_history:{type}:{id}',
    'claude_account:{id}:401_errors',
    'claude_account:{id}:5xx_errors',
    'account:overload:{id}',
    'account:test_history:{p}:{id}',
    'account:test_config:{p}:{id}',
    'account:last_test:{p}:{id}',
    'account_balance:{p}:{id}',
    'account_balance_local:{p}:{id}',
    'claude_code_headers:{id}',
    'claude_code_user_agent:daily',
    'version_check_cache',
    'request_detail:item:{id}',
    'request_detail:index:day:{date}',
    'request_detail:query_snapshot:{id}',
  ],
};

describe('the schema of claude-relay-service', () => {
  it.each(Object.entries(PATTERNS))('has every name of %s', (_subject, patterns) => {
    const known = new Set(profile.families.map(({ pattern }) => pattern));
    expect(patterns.filter((pattern) => !known.has(pattern))).toEqual([]);
  });

  it('has no name beyond these', () => {
    const listed = new Set(Object.values(PATTERNS).flat());
    expect(profile.families.map(({ pattern }) => pattern).filter((pattern) => !listed.has(pattern))).toEqual([]);
  });

  it('uses each id and each pattern once', () => {
    expect(byId.size).toBe(profile.families.length);
    expect(new Set(profile.families.map(({ pattern }) => pattern)).size).toBe(profile.families.length);
    for (const id of byId.keys()) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/);
  });

  it.each<[number | 'never' | 'varies', string[]]>([
    ['never', ['usage.total', 'account-usage.total', 'key-model.alltime', 'cost.total', 'cost.real.total', 'opus.total']],
    [
      'never',
      [
        'opus.real.total',
        'global.total',
        'index.model.months',
        'billing.events',
        'cost-rank',
        'account.claude',
        'api-key.hash-map',
      ],
    ],
    [
      365 * DAY,
      ['usage.monthly', 'model.monthly', 'key-model.monthly', 'global.monthly', 'index.model.monthly', 'account-usage.monthly'],
    ],
    [365 * DAY, ['account-usage.model.monthly', 'api-key', 'account.test-config']],
    [90 * DAY, ['cost.monthly', 'usage.records']],
    [32 * DAY, ['usage.daily', 'model.daily', 'key-model.daily', 'global.daily', 'index.usage.daily', 'index.key-model.daily']],
    [32 * DAY, ['account-usage.daily', 'account-usage.model.daily', 'index.account-usage.model.daily', 'index.model.daily']],
    [30 * DAY, ['cost.daily', 'cost.real.daily', 'account.test-history']],
    [14 * DAY, ['opus.weekly', 'opus.real.weekly']],
    [
      7 * DAY,
      ['usage.hourly', 'model.hourly', 'key-model.hourly', 'cost.hourly', 'index.usage.hourly', 'index.key-model.hourly'],
    ],
    [
      7 * DAY,
      ['account-usage.hourly', 'account-usage.model.hourly', 'index.account-usage.model.hourly', 'concurrency.queue-stats'],
    ],
    [3 * DAY, ['account.error-history']],
    [2 * DAY, ['weekly-backfill.done']],
    [DAY, ['session.admin', 'session.admin-credentials', 'session.user', 'concurrency.queue-waits']],
    [
      HOUR,
      [
        'index.usage.daily.empty',
        'index.account.openai.empty',
        'index.user.empty',
        'limiter.login-strict',
        'session-account.openai',
      ],
    ],
    [900, ['limiter.login', 'weekly-backfill.lock']],
    [600, ['session.oauth', 'session.oauth-account']],
    [300, ['cost-rank.lock', 'account.errors-401']],
    [
      'varies',
      ['metrics.minute', 'rate-limit.tokens', 'concurrency.key', 'sticky-session', 'request-detail', 'account.unavailable'],
    ],
  ])('gives a life of %s seconds to %j', (life, ids) => {
    for (const id of ids) expect([id, ttlToSet(family(id).ttl)]).toEqual([id, life]);
  });

  it('says what is needed, what a screen shows and what nobody reads', () => {
    const idsOf = (valueClass: Family['valueClass']): string[] =>
      profile.families.filter((one) => one.valueClass === valueClass).map(({ id }) => id);
    expect(idsOf('excess').sort()).toEqual(['account.bedrock.stray', 'cost-rank.temp', 'cost.hourly']);
    for (const one of profile.families.filter(({ grain }) => grain === 'hour' || grain === 'minute')) {
      expect([one.id, ['optional', 'excess', 'operational']]).toEqual([one.id, expect.arrayContaining([one.valueClass])]);
    }
    expect(idsOf('required')).toEqual(
      expect.arrayContaining(['usage.total', 'usage.daily', 'usage.monthly', 'cost.total', 'cost.daily']),
    );
    expect(idsOf('secret')).toEqual(
      expect.arrayContaining(['session.admin-credentials', 'account.test-config', 'account.shared']),
    );
    for (const { id, role, valueClass } of profile.families.filter(({ role }) =>
      ['limiter', 'lock', 'queue', 'marker'].includes(role),
    )) {
      expect([id, role, valueClass]).toEqual([id, role, 'operational']);
    }
  });

  it('keeps the newest periods that a limit or a quota is enforced from', () => {
    const kept = Object.fromEntries(profile.families.flatMap(({ id, keep }) => (keep ? [[id, keep.periods]] : [])));
    expect(kept).toEqual({
      'usage.daily': 2,
      'key-model.daily': 9,
      'key-model.monthly': 1,
      'cost.daily': 2,
      'cost.hourly': 1,
      'opus.weekly': 1,
      'account-usage.hourly': 6,
      'account-usage.model.daily': 1,
      // What is kept of an hour is kept by model as well.
      'account-usage.model.hourly': 6,
      'account-usage.model.monthly': 1,
      'index.account-usage.model.daily': 1,
    });
  });

  it('redacts whatever names a person, a key or an account, and never shows what opens a door', () => {
    const redactionOf = (id: string, name: string) => ({ ...profile.placeholders, ...family(id).placeholders })[name]?.redact;
    for (const name of ['keyId', 'accountId', 'id', 'ip', 'name', 'hash', 'apiKeyId']) {
      expect([name, profile.placeholders[name]?.redact]).toEqual([name, 'id']);
    }
    for (const name of ['token', 'sid', 'code']) expect([name, profile.placeholders[name]?.redact]).toEqual([name, 'secret']);
    expect(redactionOf('api-key.hash', 'hash')).toBe('secret');
    expect(redactionOf('session-binding', 'sid')).toBe('id');
    for (const { id, placeholders } of profile.families) {
      for (const [name, one] of Object.entries(placeholders ?? {})) {
        if (one.dimension) expect([id, name, one.redact]).toEqual([id, name, 'id']);
      }
    }
  });
});

describe('what the profile refers to', () => {
  it('exists', () => {
    const referred = [
      ...(profile.fingerprints ?? []).map((sign) => sign.family),
      ...(profile.upgradeSigns ?? []).flatMap((sign) => [sign.older, sign.newer]),
      ...(profile.owners ?? []).flatMap((owner) => owner.usedIn ?? []),
      ...(profile.offset?.records ? [profile.offset.records.family, profile.offset.records.hourly] : []),
    ];
    expect(referred.length).toBeGreaterThan(50);
    expect(referred.filter((id) => !byId.has(id))).toEqual([]);
  });

  it('is written by the release that the sign names, in a field that the family has', () => {
    for (const { family: id, since, field } of profile.fingerprints ?? []) {
      const { fields, optionalFields, since: first } = family(id);
      expect(isVersion(since)).toBe(true);
      if (first) expect([id, compareVersions(first, since) <= 0]).toEqual([id, true]);
      if (field) expect([id, Object.keys({ ...fields, ...optionalFields })]).toEqual([id, expect.arrayContaining([field])]);
    }
  });

  it('names families with the dimension of their owner', () => {
    for (const owner of profile.owners ?? []) {
      for (const id of owner.usedIn ?? []) {
        const { pattern, placeholders } = family(id);
        const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(
          ([, name]) => ({ ...profile.placeholders, ...placeholders })[name ?? ''],
        );
        expect([id, names.map((one) => one?.dimension)]).toEqual([id, expect.arrayContaining([owner.dimension])]);
      }
      for (const pattern of owner.exists) {
        const entity = profile.families.find((one) => one.pattern === pattern);
        expect([pattern, entity?.role, pattern.match(/\{/g)?.length]).toEqual([pattern, 'entity', 1]);
      }
    }
  });

  it('tells the two forms of the weekly period apart', () => {
    const sign = profile.fingerprints?.find((one) => one.since === '1.1.281' && one.family === 'opus.weekly');
    expect(sign?.name?.test('usage:opus:weekly:k:2026-11-16T00')).toBe(true);
    expect(sign?.name?.test('usage:opus:weekly:k:2026-W47')).toBe(false);
  });
});

describe('key names', () => {
  it('belong to the family whose example they are', () => {
    for (const { id, examples } of profile.families) {
      expect([id, examples.length]).not.toEqual([id, 0]);
      for (const example of examples) expect([example, idOf(example)]).toEqual([example, id]);
    }
  });

  it.each([
    ['usage:daily:index:2026-11-20', 'index.usage.daily'],
    ['usage:daily:index:2026-11-20:empty', 'index.usage.daily.empty'],
    ['usage:model:hourly:index:2026-11-20:03:empty', 'index.model.hourly.empty'],
    ['account_usage:hourly:index:2026-11-20:03', 'index.account-usage.hourly'],
    ['account_usage:daily', 'account-usage.total'],
    ['concurrency:queue:wait_times:global', 'concurrency.queue-waits-global'],
    ['concurrency:queue', 'concurrency.key'],
    ['sticky_session:droid', 'sticky-session'],
    ['usage:hourly:k:2026-11-20', undefined],
    ['usage:daily:k:2026-11-20:03', undefined],
    ['usage:k:model:daily:gpt-5:2026-13-20', undefined],
    ['cost_rank:yesterday', undefined],
    ['login_ip_limiter:localhost', undefined],
    ['usage', undefined],
  ])('%s is %s', (name, id) => {
    expect(idOf(name)).toBe(id);
  });

  it('give back an id and a model of any shape', () => {
    const anId = fc.stringMatching(/^[0-9a-f]{8}-[0-9a-zA-Z_.-]{1,20}$/);
    const aModel = fc.stringMatching(/^[a-z][a-z0-9./:@[\]-]{0,30}[a-z\]]$/);
    fc.assert(
      fc.property(anId, aModel, (id, model) => {
        for (const [name, family] of [
          [`usage:${id}:model:daily:${model}:2026-11-20`, 'key-model.daily'],
          [`usage:${id}:model:hourly:${model}:2026-11-20:03`, 'key-model.hourly'],
          [`usage:${id}:model:alltime:${model}`, 'key-model.alltime'],
        ] as const) {
          const found = compiled.classify(name);
          expect([found?.family.id, found?.captures['keyId'], found?.captures['model']]).toEqual([family, id, model]);
        }
        const found = compiled.classify(`account_usage:model:monthly:${id}:${model}:2026-11`);
        expect(found?.captures).toEqual({ accountId: id, model, month: '2026-11' });
      }),
    );
  });

  it('give back an address of either kind', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
        expect(compiled.classify(`login_ip_limiter:${ip}`)?.captures).toEqual({ ip });
        expect(compiled.classify(`redeem_card:ip:${ip}:2026-11-20T19`)?.captures).toEqual({ ip, utcHour: '2026-11-20T19' });
      }),
    );
  });
});
