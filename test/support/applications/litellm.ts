/** The keys of a LiteLLM proxy with limits, budgets, a router and a response cache. */
import { digest, json, list, text, times, zset, type MadeKey } from './made-keys.js';

const AT = 1_796_048_000;
const MINUTE = '2026-11-30-14-26';

function keysOf(at: number): MadeKey[] {
  const hash = digest(`sk-${at}`);
  const [user, team] = [`user-${at}@example.com`, `team-${at}`];
  return [
    text('spend.key', `spend:key:${hash}`, 1.25 + at, 60),
    text('spend.key-window', `spend:key:${hash}:window:30d`, 1.25, 60),
    text('spend.team', `spend:team:${team}`, 9.5, 60),
    text('spend.team-window', `spend:team:${team}:window:1d`, 0.5, 60),
    text('spend.member', `spend:team_member:${user}:${team}`, 0.25, 60),
    text('spend.user', `spend:user:${user}`, 2.5, 60),
    text('spend.organization', `spend:org:org-${at}`, 20, 60),
    text('spend.other', `spend:end_user:customer:${at}`, 0.125, 60),
    text('spend.other', `spend:tag:search-${at}`, 0.125, 60),
    text('model-spend', `virtual_key_spend:${hash}:deepseek/deepseek-r1:free:1d`, 0.75, 86_400),
    text('model-spend.start', `virtual_key_budget_start_time:${hash}`, AT, 86_400),
    text('limit.window', `{api_key:${hash}}:window`, AT, 60),
    text('limit.requests', `{api_key:${hash}}:requests`, 3, 60),
    text('limit.tokens', `{api_key:${hash}}:tokens`, 4200, 60),
    zset('limit.parallel', `{api_key:${hash}}:max_parallel_requests`, [[`slot-${at}`, AT]], 3600),
    text('limit.window', `{team_member:${team}:${user}}:window`, AT, 60),
    text('limit.requests', `{team_member:${team}:${user}}:requests`, 1, 60),
    json('limit.minute', `${hash}::${MINUTE}::request_count`, { current_requests: 1, current_tpm: 20, current_rpm: 1 }, 60),
    json(
      'limit.minute',
      `${hash}::gpt-4o::${MINUTE}::request_count`,
      { current_requests: 1, current_tpm: 20, current_rpm: 1 },
      60,
    ),
    text('session.iterations', `{session_iterations:session-${at}}:count`, 4, 3600),
    text('session.agent-iterations', `{agent_session_iterations:["agent-1","session-${at}"]}:count`, 4, 3600),
    text('session.budget', `{session_budget:session-${at}}:spend`, 0.5, 3600),
    json('entity', `team_id:${team}`, { team_id: team }, 60),
    json('entity', `team_membership:${user}:${team}`, { user_id: user }, 60),
    json('entity', `org_id:org-${at}:with_budget`, { organization_id: at }, 60),
    json('entity.user-of-key', `${user}_user_api_key_user_id`, { user_id: user }, 60),
    text('alert.budget', `budget_alerts:threshold_crossed:${hash}`, 'SENT', 86_400),
    text('alert.request', `request_status:call-${at}`, 'success', 60),
  ];
}

function deploymentsOf(at: number): MadeKey[] {
  const id = digest(`deployment-${at}`).slice(0, 40);
  return [
    text('router.use', `global_router:${id}:azure/gpt-4o:tpm:14-26`, 900, 60),
    text('router.use', `global_router:${id}:azure/gpt-4o:rpm:14-26`, 3, 60),
    text('router.deployment', `${id}:gpt-4o:rpm:14-26`, 3, 60),
    json('router.cooldown', `deployment:${id}:cooldown`, { exception_received: 'RateLimitError', cooldown_time: 5 }, 5000),
    json('router.prompt-cache', `deployment:${digest(at)}:prompt_caching`, { model_id: id }, 300),
    text('router-spend', `deployment_spend:${id}:7d`, 3.5, 604_800),
    text('alert.metrics', `${id}:failed_requests_daily_metrics`, 2, 60),
  ];
}

const shared = (): MadeKey[] => [
  text('limit.global', 'global_max_parallel_requests', 2, 60),
  json('router.group', 'gpt-4o:tpm:14-26', { a: 100 }, 60),
  json('router.latency', 'gpt-4o_map', { a: { latency: [0.4] } }, 3600),
  json('router.busy', 'gpt-4o_request_count', { a: 1 }, 60),
  json('router.queue', 'scheduler:queue:gpt-4o', [[0, 'request-1']], 60),
  text('router-spend', 'provider_spend:openai:1d', 12.5, 86_400),
  text('router-spend.start', 'provider_budget_start_time:openai', AT, 86_400),
  list('buffer.spend', 'litellm_spend_update_buffer', ['{"key_list_transactions":{}}']),
  list('buffer.daily-user', 'litellm_daily_spend_update_buffer', ['{}']),
  list('buffer.daily', 'litellm_daily_team_spend_update_buffer', ['{}']),
  list('buffer.daily', 'litellm_daily_tag_spend_update_buffer', ['{}']),
  text('lock.job', 'cronjob_lock:db_spend_update_job', '"pod-1"', 60),
  text('lock.health', 'health_check_lock', 'pod_1796048000000', 60),
  text('lock.model-health', 'health_check_lock:gpt-4o', 'pod_1796048000000', 60),
  json('health', 'health_check_results', { healthy_count: 1, unhealthy_count: 0, timestamp: AT }, 300),
  json('model-health', 'health_check_results:gpt-4o', { healthy_count: 1, timestamp: AT }, 300),
  json('jwt-keys', 'litellm_jwt_auth_keys_https://login.example.com/keys', [], 600),
  json('entity.registry', 'tag_registry', ['search'], 60),
  text('alert.report', 'daily_metrics_report_sent', 'True', 60),
];

export const litellmKeys = (size = 20): MadeKey[] => [
  ...shared(),
  ...times(size, keysOf).flat(),
  ...times(3, deploymentsOf).flat(),
  ...times(size * 2, (at) => json('response', digest(`prompt-${at}`), { choices: [{ message: { content: 'hello' } }] }, 3600)),
];
