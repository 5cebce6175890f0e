import type { ProfileTexts } from '../../texts.js';

const REARMED = '每次写入都重置整个 Hash 的 TTL，有流量时永不过期';
const FIELDS = '每个会话一个字段；只有显式清理才删除字段，而指标会读取整个 Hash';
const THREAD = '线程无法从最近的检查点继续。';

export const aiecsTexts: ProfileTexts = {
  families: {
    'token-usage': '该用户在该周期的用量和上限丢失；没有上限时请求全部放行。',
    'token-usage.health-check': '无影响：健康检查写入后未及删除的键。',
    session: { breaks: '进行中的会话丢失会话记录。', ttl: REARMED, growth: FIELDS },
    'task-context': { breaks: '进行中的会话丢失任务状态。', ttl: REARMED, growth: FIELDS },
    'conversation-session': { breaks: '进行中的会话丢失对话记录。', ttl: REARMED, growth: FIELDS },
    conversation: {
      breaks: '进行中会话的历史。',
      growth: '新消息加在头部，而裁剪保留尾部：超过 1000 条后新消息被丢弃',
    },
    checkpoint: THREAD,
    'checkpoint.write': THREAD,
  },
  entities: { user: { title: '用户', titles: '用户' } },
  limits: {
    tokens: {
      title: 'Token',
      where: '只有调用 check_usage_limit 的代码才拒绝请求，AIECS 自身从不调用。Redis 故障时放行。',
      by: '自有代码',
    },
  },
  operations: {
    conditions: {
      detailed: '明细回调统计该调用',
      prompt: '调用含 prompt Token',
      completion: '调用含 completion Token',
      'limit-check': '检查用户上限，应用自身从不检查',
    },
    events: {
      'detailed-usage': '用户的 prompt、completion 和总 Token',
      'total-usage': '只有用户的总 Token',
      'limit-check': '用户的用量和上限，上限读取两次',
    },
    notes: {},
    figures: {},
  },
};
