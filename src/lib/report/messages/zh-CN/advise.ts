import { formatDuration } from '../../../format/duration.js';
import { formatMoney } from '../../../format/money.js';
import { formatCount } from '../../../format/number.js';
import { sentence } from '../../../format/message.js';
import type { AdviseMessages } from '../advise.js';
import { report } from './advise-report.js';
import { estimate } from './estimate.js';
import { listed } from './figures.js';

export const advise: AdviseMessages = {
  report,
  titles: {
    plan: ({ plan, dollarsPerMonth }) => `改用套餐 ${plan}（${formatMoney(dollarsPerMonth)}/月）`,
    'remove-hours': () => '清理小时级统计',
    'remove-orphans': () => '清理已删除的 API Key、账户等遗留的数据',
    'expire-leaked': () => '为丢失 TTL 的键补回 TTL',
    'remove-legacy': () => '清理只有旧版本写入的数据',
    'trim-records': ({ kept }) => `每个请求记录 List 只保留最新 ${formatCount(kept)} 条`,
    'sum-hours': () => '将小时级统计汇总到天后清理',
    'sum-days': () => '将每日统计汇总到月后清理',
    'set-switch': ({ env, value, isCertain }) => `设置 ${env}=${value}${isCertain ? '' : '（须所用版本读取它）'}`,
    scenario: ({ title }) => sentence(estimate.titles, title),
  },
  risks: {
    plan: () => '数据容量足够时没有风险；若已是该套餐，则没有节省。',
    archived: ({ keys }) => `meter restore 可完全撤销：清理前先归档 ${formatCount(keys)} 个键。`,
    'archived-at-most': ({ keys }) => `最多清理 ${formatCount(keys)} 个键，合计不成立的保留。meter restore 可完全撤销。`,
    restart: ({ breaks }) => `${breaks}须重启应用。`,
    'change-code': () => '须修改并测试应用。',
    scenario: ({ loss }) => sentence(estimate.losses, loss),
  },
  lasts: {
    'written-again': ({ seconds }) =>
      seconds === null ? '应用会继续写入新键。' : `应用会继续写入新键：${formatDuration(seconds)} 后恢复到同样数量。`,
    'lists-grow': () => 'List 会随请求继续增长。',
  },
  losses: {
    text: ({ text }) => text,
    scenario: ({ loss }) => sentence(estimate.losses, loss),
    screens: ({ screens }) => `无数据的页面：${listed(screens)}。`,
  },
};
