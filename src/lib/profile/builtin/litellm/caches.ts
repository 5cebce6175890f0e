import { familiesOf, once, renewed, STAYS } from '../family-parts.js';

const minute = renewed(60, 'the TTL of the cache, 60 s unless set');
const fromDatabase = 'Nothing: it is read from the database again.';

const buffers = familiesOf(
  {
    type: 'list',
    value: 'json',
    ttl: STAYS,
    valueClass: 'required',
    role: 'queue',
    breaks: 'Spend that is not yet in the database is lost.',
    growth: { bound: 'none', note: 'one process moves the entries into the database; it grows while none does' },
  },
  [
    { id: 'buffer.spend', pattern: 'litellm_spend_update_buffer', examples: ['litellm_spend_update_buffer'] },
    {
      id: 'buffer.daily',
      pattern: 'litellm_daily_{entity}spend_update_buffer',
      placeholders: { entity: { kind: 'segment', oneOf: ['team_', 'org_', 'end_user_', 'agent_', 'tag_'] } },
      examples: ['litellm_daily_team_spend_update_buffer', 'litellm_daily_tag_spend_update_buffer'],
    },
    { id: 'buffer.daily-user', pattern: 'litellm_daily_spend_update_buffer', examples: ['litellm_daily_spend_update_buffer'] },
  ],
);

const locks = familiesOf({ type: 'string', valueClass: 'operational', role: 'lock' }, [
  {
    id: 'lock.job',
    pattern: 'cronjob_lock:{job}',
    value: 'id',
    ttl: once(undefined, 'DEFAULT_CRON_JOB_LOCK_TTL_SECONDS, 60 s unless set; the rotation of keys holds its lock for 600 s'),
    breaks: 'Two processes may run the same job.',
    generic: true,
    examples: ['cronjob_lock:db_spend_update_job', 'cronjob_lock:reset_budget_job'],
  },
  {
    id: 'lock.health',
    pattern: 'health_check_lock',
    value: 'id',
    ttl: once(undefined, 'DEFAULT_SHARED_HEALTH_CHECK_LOCK_TTL'),
    breaks: 'Two processes may check the deployments.',
    generic: true,
    examples: ['health_check_lock'],
  },
  {
    id: 'lock.model-health',
    pattern: 'health_check_lock:{model}',
    value: 'id',
    ttl: once(undefined, 'DEFAULT_SHARED_HEALTH_CHECK_LOCK_TTL'),
    breaks: 'Two processes may check the deployments of a model.',
    generic: true,
    examples: ['health_check_lock:gpt-4o'],
  },
]);

const caches = familiesOf({ type: 'string', value: 'json', ttl: minute, valueClass: 'operational', role: 'cache' }, [
  {
    id: 'response',
    pattern: '{hash}',
    ttl: renewed(
      undefined,
      'ttl of cache_params, 60 s unless set; with enable_redis_auth_cache, rows of API keys have such names, too',
    ),
    breaks: 'The same prompt is sent to the provider again.',
    generic: true,
    examples: ['9f86'.repeat(16)],
  },
  {
    id: 'entity',
    pattern: '{entity}:{name}',
    placeholders: {
      entity: {
        kind: 'segment',
        oneOf: [
          'team_id',
          'org_id',
          'end_user_id',
          'team_membership',
          'tag',
          'user_id',
          'project_id',
          'model_access_group',
          'object_permission_id',
          'user_object_permission_id',
        ],
      },
    },
    breaks: fromDatabase,
    harmless: true,
    generic: true,
    examples: ['team_id:t-1', 'org_id:o-1:with_budget', 'end_user_id:cust-9', 'team_membership:ann:t-1', 'tag:search'],
  },
  {
    id: 'entity.user-of-key',
    pattern: '{user}_user_api_key_user_id',
    placeholders: { user: { kind: 'segment', redact: 'id' } },
    breaks: fromDatabase,
    harmless: true,
    examples: ['ann_user_api_key_user_id'],
  },
  {
    id: 'entity.registry',
    pattern: '{registry}',
    placeholders: {
      registry: { kind: 'segment', oneOf: ['tag_registry', 'model_access_group_registry', 'end_user_restricted_registry'] },
    },
    breaks: fromDatabase,
    harmless: true,
    generic: true,
    examples: ['tag_registry', 'model_access_group_registry'],
  },
  {
    id: 'jwt-keys',
    pattern: 'litellm_jwt_auth_keys_{url}',
    ttl: once(600),
    breaks: 'The public keys are fetched again.',
    harmless: true,
    examples: ['litellm_jwt_auth_keys_https://login.example.com/keys'],
  },
  {
    id: 'health',
    pattern: 'health_check_results',
    ttl: renewed(undefined, 'DEFAULT_SHARED_HEALTH_CHECK_TTL'),
    breaks: 'The deployments are checked again.',
    generic: true,
    examples: ['health_check_results'],
  },
  {
    id: 'model-health',
    pattern: 'health_check_results:{model}',
    ttl: renewed(undefined, 'DEFAULT_SHARED_HEALTH_CHECK_TTL'),
    breaks: 'The deployments of a model are checked again.',
    generic: true,
    examples: ['health_check_results:gpt-4o'],
  },
]);

const alerts = familiesOf({ type: 'string', value: 'text', valueClass: 'operational', role: 'marker', generic: true }, [
  {
    id: 'alert.metrics',
    pattern: '{deployment}:{metric}',
    placeholders: { metric: { kind: 'segment', oneOf: ['failed_requests_daily_metrics', 'latency_daily_metrics'] } },
    value: 'count',
    ttl: minute,
    breaks: 'The daily report lacks these figures.',
    examples: ['5d3e:failed_requests_daily_metrics'],
  },
  {
    id: 'alert.report',
    pattern: 'daily_metrics_report_sent',
    ttl: minute,
    breaks: 'The daily report may be sent twice.',
    examples: ['daily_metrics_report_sent'],
  },
  {
    id: 'alert.budget',
    pattern: 'budget_alerts:{event}:{name}',
    ttl: renewed(undefined, 'EMAIL_BUDGET_ALERT_TTL, 86400 s unless set'),
    breaks: 'The alert may be sent again.',
    examples: ['budget_alerts:threshold_crossed:5f2c'],
  },
  {
    id: 'alert.request',
    pattern: 'request_status:{request}',
    ttl: minute,
    breaks: 'A slow request may be reported although it has ended.',
    examples: ['request_status:4c1e'],
  },
]);

export const cacheFamilies = [...buffers, ...locks, ...caches, ...alerts];
