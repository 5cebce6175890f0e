import type { ProfileTexts } from '../../texts.js';

const DATABASE = '无影响：应用会从数据库重新读取。';
const SYNC = 'SYNC_FREQUENCY，默认 600 s';
const limitOf = (of: string): { breaks: string; ttl: string } => ({
  breaks: `该地址可再用一遍${of}上限。`,
  ttl: '被拒绝的请求也会重置',
});

export const oneApiTexts: ProfileTexts = {
  readFrom: 'songquanpeng/one-api 的 main 分支，2026-08',
  families: {
    'ip-limit.ga': limitOf(' API '),
    'ip-limit.gw': limitOf('网页'),
    'ip-limit.ct': limitOf('登录、支付等关键操作的'),
    'ip-limit.dw': limitOf('下载'),
    'ip-limit.up': limitOf('上传'),
    token: { breaks: '影响很短：下次请求会从数据库重新读取令牌。', ttl: SYNC, secretInName: 'API Key 本身' },
    'user-group': { breaks: DATABASE, ttl: SYNC },
    'user-quota': {
      breaks: DATABASE,
      ttl: `${SYNC}；对已过期的键扣费会产生没有 TTL 的负值，由该用户的下次请求替换`,
    },
    'user-enabled': { breaks: DATABASE, ttl: SYNC },
    'group-models': { breaks: DATABASE, ttl: SYNC },
  },
  operations: {
    conditions: { untrusted: '用户额度过低、不受信任，须预扣' },
    events: {
      auth: '从缓存读取令牌和用户',
      'quota.before': '读取并预扣额度',
      'quota.after': '将额度写回缓存',
    },
    notes: {},
    figures: {},
  },
  usageElsewhere: '用量存于 One API 的 SQL 数据库（logs 表）：Redis 只有限流器和缓存。',
};
