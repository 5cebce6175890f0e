import type { FamilyTexts, ProfileTexts, SwitchTexts } from '../../texts.js';
import { queueTexts } from '../bull/zh-CN.js';

const COMPUTED = '影响很短：窗口从数据库重新计算。';
const DATABASE = '无影响：从数据库重新读取。';
const HOUR = '一小时；SESSION_TTL 更长时取 SESSION_TTL';
const SESSION = 'SESSION_TTL';
const OTHER_PROVIDER = '会话可能切换到其他服务商。';
const CONTINUE = '被中断的请求无法继续。';
const STATUS = '重新计算状态页面。';
const SAME_JOB = '两个进程可能执行同一任务。';
const AUTH_TTL = 'API_KEY_AUTH_CACHE_TTL_SECONDS';

const ofSession = (breaks: string): FamilyTexts => ({ breaks, ttl: SESSION });
const rolling = (time: string): FamilyTexts => ({ breaks: COMPUTED, growth: `${time}内每次请求一个成员，每次检查读取全部` });
const switchOf = (title: string, breaks: string, dark: readonly string[] = []): SwitchTexts => ({
  title,
  breaks,
  dark,
  from: 'ding113/claude-code-hub ccbad37 的 .env.example',
});

export const claudeCodeHubTexts: ProfileTexts = {
  readFrom:
    'ding113/claude-code-hub ccbad37，2026-08-04（0.9.2），含开关的读取方；lua-scripts.ts 08255a5 和 active-session-keys.ts 68f118c',
  families: {
    ...queueTexts('queue.'),
    'cost.rolling-5h': rolling('五小时'),
    'cost.rolling-day': rolling('一天'),
    'cost.fixed-5h': COMPUTED,
    'cost.day': { breaks: COMPUTED, ttl: '到所属对象的一天结束为止，时刻见键名' },
    'cost.period': { breaks: COMPUTED, ttl: '到该周或该月结束为止' },
    'cost.total': COMPUTED,
    rpm: '该用户在本分钟内可发送更多请求。',
    lease: { breaks: '下次请求从数据库领取新的一份预算。', ttl: 'quotaDbRefreshIntervalSeconds，默认 10 s' },
    'lease.settled': '一次请求可能结算两次。',
    active: { breaks: '进行中的会话不再计数，并发可能超出上限。', ttl: HOUR },
    'active.observed': { breaks: '显示的会话数偏低。', ttl: HOUR },
    'active.provider': {
      breaks: '该服务商进行中的会话不再计数。',
      ttl: HOUR,
      growth: '已结束的会话由读取方和少数写入方移除',
    },
    'active.references': { breaks: '进行中的会话可能按已结束计。', ttl: HOUR },
    'session.sequence': { breaks: '会话的请求从一重新编号。', leak: '每个会话永久留下一个键；已结束的会话不再需要编号' },
    'session.info': ofSession('活跃会话页面缺少该会话。'),
    'session.usage': ofSession('活跃会话页面缺少该会话的用量。'),
    'session.part': ofSession(OTHER_PROVIDER),
    'session.observed': '显示的会话请求数偏低。',
    'session.of-content': ofSession('没有会话标识的对话得到新的会话。'),
    'session.body': ofSession('会话页面缺少请求的提示词、应答和请求头。'),
    'session.snapshot': ofSession('会话页面缺少请求改动前后的内容。'),
    'session.older-body': ofSession('会话页面缺少提示词和应答。'),
    binding: ofSession(OTHER_PROVIDER),
    affinity: {
      breaks: '会话可能切换到其他服务商，上游提示词缓存无法命中，费用增加。',
      ttl: '随使用延长；fence 为两天',
    },
    'replay.meta': { breaks: CONTINUE, ttl: 'REPLAY_TTL_SECONDS' },
    'replay.chunks': { breaks: CONTINUE, ttl: 'REPLAY_TTL_SECONDS' },
    'replay.owner': '两个进程可能写入同一应答。',
    live: '不显示进行中请求的路由。',
    'trace-outbox': { breaks: '尚未写入数据库的路由丢失。', growth: '长度即尚未写入数据库的路由数' },
    login: { breaks: '用户须重新登录。', secretInName: '会话 id' },
    'auth.key': { breaks: DATABASE, ttl: AUTH_TTL },
    'auth.user': { breaks: DATABASE, ttl: AUTH_TTL },
    ip: { breaks: DATABASE, ttl: 'IP_GEO_CACHE_TTL_SECONDS，默认 3600 s；未知地址为 60 s' },
    screen: { breaks: '重新计算页面。', ttl: '10 到 60 s，因页面而异' },
    'screen.lock': { breaks: '两个请求可能计算同一页面。', ttl: '5 到 10 s' },
    undo: '有变更无法撤销。',
    breaker: '失败的服务商又会收到请求。',
    'breaker.vendor': '失败的供应商又会收到请求。',
    'breaker.config': DATABASE,
    'status.config': STATUS,
    'status.version': STATUS,
    'status.manifest': STATUS,
    'status.part': { breaks: STATUS, ttl: '页面显示期间' },
    'status.rollup': '状态页面出现空缺。',
    'status.coverage': STATUS,
    'status.rebuild': { breaks: STATUS, ttl: '300 s，或一个进程计算期间' },
    'job.reset': SAME_JOB,
    'job.backup': { breaks: SAME_JOB, ttl: '备份期间' },
    'job.lock': { breaks: SAME_JOB, ttl: '任务执行期间' },
  },
  switches: {
    STORE_SESSION_RESPONSE_BODY: switchOf('为会话页面保存应答', '会话页面不显示应答。', ['会话的应答']),
    ENABLE_REQUEST_REPLAY: {
      ...switchOf('保存应答以便继续', '被中断的请求会再次发送给服务商。'),
      readBy: '仅在系统设置未指定时，且只对流式应答生效',
    },
    ENABLE_API_KEY_REDIS_CACHE: switchOf('在 Redis 中缓存 API Key', '每次请求都从数据库读取 API Key。'),
    ENABLE_RATE_LIMIT: switchOf('费用、请求和会话的限制', '没有任何限制。'),
  },
  operations: {
    events: {
      auth: 'API Key 及其用户',
      'sessions.check': 'API Key 和用户的并发会话',
      'leases.check': '各份预算',
      sequence: '请求在会话中的编号，永不过期',
      session: '会话记录',
      bodies: '改动前后的提示词和请求头',
      'bodies.answers': '改动前后的应答',
      replay: '分段保存应答，以便继续',
      costs: '请求的费用，计入 API Key、用户和服务商的所有窗口',
      settlement: '从各份预算扣除费用',
    },
    conditions: {
      limited: 'API Key、用户和服务商在四个窗口中有费用限制',
      bodies: '保存提示词、应答和请求头',
      replayed: '保存应答以便继续',
      'cached-key': '在 Redis 中缓存 API Key',
    },
    notes: {},
    figures: { costs: '一次请求的费用，窗口均为滚动窗口' },
  },
  usageElsewhere: '用量和费用存于 Claude Code Hub 的 PostgreSQL 数据库：Redis 只有费用窗口、会话和缓存。',
};
