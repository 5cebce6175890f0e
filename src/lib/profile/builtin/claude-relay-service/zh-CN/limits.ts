import type { ProfileTexts } from '../../../texts.js';

const KEYS = '上限由应用管理：在管理后台的 API Key 页面修改。';
const ACCOUNTS = '上限由应用管理：在管理后台的账户页面修改。';
const COMPUTED = '账户费用没有存储：应用由 Token 和价格计算。';
const NOT_COUNTED = '经 OpenAI-Responses 和 Azure 账户的请求不计入。';
const RELAY = '中转服务';

export const limits: NonNullable<ProfileTexts['limits']> = {
  concurrency: {
    title: '并发',
    where: '除 count_tokens 外的所有请求。超出时拒绝（429），开启排队时则等待。',
    setIn: KEYS,
    by: RELAY,
  },
  'window-requests': {
    title: '窗口请求',
    where: '所有请求（429）。失败或随后被拒绝的请求、count_tokens 和模型列表也计入。',
    setIn: KEYS,
    by: RELAY,
  },
  'window-tokens': { title: '窗口 Token', where: `所有请求（429）。${NOT_COUNTED}`, setIn: KEYS, by: RELAY },
  'window-cost': {
    title: '窗口费用',
    where: `所有请求（429），设有 Token 上限时除外。${NOT_COUNTED}`,
    setIn: KEYS,
    by: RELAY,
  },
  'daily-cost': { title: '每日费用', where: '所有请求（402；1.1.263 之前为 429）。', setIn: KEYS, by: RELAY },
  'weekly-claude-cost until 1.1.280': {
    title: 'Claude 周费用',
    where: '只拒绝 Claude 模型的请求。1.1.262 之前只统计 Opus 模型的流式请求。',
    setIn: KEYS,
    by: RELAY,
  },
  'weekly-claude-cost': {
    title: 'Claude 周费用',
    where: '只拒绝 Claude 模型的请求。统计经 Claude、Console 和 CCR 账户的此类请求。应用启动时可能把数值调低。',
    setIn: KEYS,
    by: RELAY,
  },
  'total-cost': {
    title: '总费用',
    where: '所有请求（402；1.1.263 之前为 429）。额度卡可提高上限。',
    setIn: KEYS,
    by: RELAY,
  },
  'daily-quota': {
    title: '每日额度',
    where: '账户退出调度，直到管理员重新启用。',
    setIn: ACCOUNTS,
    figure: COMPUTED,
    by: RELAY,
  },
  'daily-quota-ccr': {
    title: '每日额度',
    where: '账户停用，直到管理员重置。',
    setIn: ACCOUNTS,
    figure: COMPUTED,
    by: RELAY,
  },
  'daily-quota-responses': { title: '每日额度', where: '只统计，不拒绝请求：没有调度器检查它。', setIn: ACCOUNTS },
  'account-concurrency': { title: '并发', where: '尝试另一个账户一次，仍不行则拒绝请求（503）。', setIn: ACCOUNTS, by: RELAY },
};
