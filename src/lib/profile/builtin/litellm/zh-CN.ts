import type { FamilyTexts, ProfileTexts } from '../../texts.js';

const CACHE = '缓存的 TTL，未设 default_redis_ttl 时为 60 s';
const CACHE_SHORT = '缓存的 TTL，默认 60 s';
const TWO_COMMANDS = 'INCRBYFLOAT 和 EXPIRE 是两条命令；计数器过期后会从数据库重新读取';
const PERIOD = '预算周期；新版本用日历周期再加一小时';
const WINDOW = 'LITELLM_RATE_LIMIT_WINDOW_SIZE';
const AGAIN = '受限的对象可再用一遍本分钟的上限。';
const DATABASE = '无影响：从数据库重新读取。';
const NO_DATE = 'INCRBYFLOAT 和 EXPIRE 是两条命令；键名不含日期，次日同一分钟会接着计数';
const UNSAVED = '尚未写入数据库的费用会丢失。';

const spend = (breaks: string): FamilyTexts => ({ breaks, ttl: CACHE, leak: TWO_COMMANDS });
const sum = spend('影响很短：下次请求会从数据库重新读取合计。');
const limited: FamilyTexts = { breaks: AGAIN, ttl: WINDOW, leak: 'INCR 和 EXPIRE 是两条命令；这样的键窗口已结束' };
const buffer: FamilyTexts = { breaks: UNSAVED, growth: '由一个进程写入数据库；没有进程写入时持续增长' };
const entity: FamilyTexts = { breaks: DATABASE, ttl: CACHE_SHORT };

export const litellmTexts: ProfileTexts = {
  readFrom:
    'LiteLLM 1.77.2（grahama1970/scillm 2441c66，2025-09-30）和 2026 年 BerriAI/litellm 的单个文件：user_api_key_cache.py 0bb0b2d、spend_counter_keys.py 5833d99、spend_counter_batch.py 和 spend_counter_reseed.py 01f3443、redis_update_buffer.py 017c099、max_iterations_limiter.py 0d0df83、max_budget_per_session_limiter.py 0632fdd、shared_health_check_manager.py 018520e',
  families: {
    'spend.key': sum,
    'spend.key-window': spend('该 Key 的预算窗口从较旧的合计开始。'),
    'spend.team': sum,
    'spend.team-window': spend('该团队的预算窗口从较旧的合计开始。'),
    'spend.member': sum,
    'spend.user': sum,
    'spend.organization': sum,
    'spend.other': spend('终端用户或标签的下一个合计可能偏低，因为取自缓存副本。'),
    'model-spend': { breaks: '该模型的预算重新开始。', ttl: PERIOD, leak: TWO_COMMANDS },
    'router-spend': { breaks: '该服务商、部署或标签的预算重新开始。', ttl: PERIOD, leak: TWO_COMMANDS },
    'model-spend.start': { breaks: '该 Key 的预算周期重新开始。', ttl: PERIOD },
    'router-spend.start': { breaks: '预算周期重新开始。', ttl: PERIOD },
    'limit.window': { breaks: AGAIN, ttl: WINDOW },
    'limit.requests': limited,
    'limit.tokens': limited,
    'limit.parallel': '进行中的请求不再计数，并发可能超出上限。',
    'limit.minute': AGAIN,
    'limit.global': AGAIN,
    'session.iterations': { breaks: '该会话可再发送同样多的请求。', ttl: 'LITELLM_MAX_ITERATIONS_TTL' },
    'session.agent-iterations': { breaks: '该会话可再发送同样多的请求。', ttl: 'LITELLM_MAX_ITERATIONS_TTL' },
    'session.budget': { breaks: '该会话可再用一遍预算。', ttl: 'LITELLM_MAX_BUDGET_PER_SESSION_TTL' },
    'router.use': { breaks: '路由选择部署时不知道本分钟的负载。', leak: NO_DATE },
    'router.deployment': { breaks: '部署本分钟的用量可能超出上限。', leak: NO_DATE },
    'router.group': '部署本分钟的用量可能超出上限。',
    'router.busy': '路由不知道哪个部署繁忙。',
    'router.latency': '路由重新测量各部署的延迟。',
    'router.cooldown': { breaks: '刚失败的部署又会收到请求。', ttl: '冷却时间，默认 5 s' },
    'router.prompt-cache': '会话可能切换到提示词缓存为空的部署。',
    'router.queue': '排队的请求失去顺序。',
    'buffer.spend': buffer,
    'buffer.daily': buffer,
    'buffer.daily-user': buffer,
    'lock.job': {
      breaks: '两个进程可能执行同一任务。',
      ttl: 'DEFAULT_CRON_JOB_LOCK_TTL_SECONDS，默认 60 s；轮换 Key 时持锁 600 s',
    },
    'lock.health': { breaks: '两个进程可能同时检查部署。', ttl: 'DEFAULT_SHARED_HEALTH_CHECK_LOCK_TTL' },
    'lock.model-health': { breaks: '两个进程可能同时检查某模型的部署。', ttl: 'DEFAULT_SHARED_HEALTH_CHECK_LOCK_TTL' },
    response: {
      breaks: '相同的提示词会再次发送给服务商。',
      ttl: 'cache_params 的 ttl，默认 60 s；启用 enable_redis_auth_cache 时，API Key 的记录也用这样的键名',
    },
    entity,
    'entity.user-of-key': entity,
    'entity.registry': entity,
    'jwt-keys': '重新获取公钥。',
    health: { breaks: '重新检查各部署。', ttl: 'DEFAULT_SHARED_HEALTH_CHECK_TTL' },
    'model-health': { breaks: '重新检查某模型的部署。', ttl: 'DEFAULT_SHARED_HEALTH_CHECK_TTL' },
    'alert.metrics': { breaks: '日报缺少这些数值。', ttl: CACHE_SHORT },
    'alert.report': { breaks: '日报可能发送两次。', ttl: CACHE_SHORT },
    'alert.budget': { breaks: '告警可能再次发送。', ttl: 'EMAIL_BUDGET_ALERT_TTL，默认 86400 s' },
    'alert.request': { breaks: '已结束的慢请求可能仍被报告。', ttl: CACHE_SHORT },
  },
  switches: {
    MAX_REDIS_BUFFER_DEQUEUE_COUNT: {
      title: '一次从缓冲取出的条数',
      breaks: '无影响：缓冲积压时用更少的步骤清空。',
      from: 'BerriAI/litellm-docs ef86ded，2026-05-02',
    },
  },
  operations: {
    events: {
      'response.read': '相同提示词的应答',
      'response.write': '保存应答',
      'router.cooldown': '刚失败的部署',
      'router.use': '部署本分钟的 Token 和请求',
      'limit.before': '该 Key 的请求和 Token，调用之前',
      'limit.after': '该 Key 的 Token，调用之后',
      'parallel.acquire': '占用该 Key 的槽位',
      'parallel.release': '释放槽位',
      'spend.admission': 'Key、团队、成员、用户和组织的已用费用，调用之前',
      'spend.cold': '已过期的计数器，取自数据库',
      'spend.reserve': '按最大费用预扣，调用后修正',
      'spend.after': '调用的费用',
      buffer: '每 10 秒由一个进程将费用写入数据库（proxy_batch_write_at）',
    },
    conditions: {
      cached: '开启应答缓存',
      hit: '应答取自缓存',
      router: '路由使用 Redis',
      database: 'LiteLLM 有数据库，因此统计费用',
      cold: '计数器已超过一分钟，从数据库重新读取',
      reserve: '设有预算，请求前按最大费用预扣',
      'rate-limits': '该 Key 有请求和 Token 的限制',
      parallel: '该 Key 有并发限制',
      buffered: '开启 use_redis_transaction_buffer',
    },
    notes: {},
    figures: {
      'cache-alone': '只设 cache: true，没有数据库',
      'all-limits': '请求、Token 和并发的限制，以及五个范围的费用',
    },
  },
  usageElsewhere: '用量和费用存于 LiteLLM 的 SQL 数据库：Redis 只保留一分钟的累计值，过后从数据库重新读取。',
};
