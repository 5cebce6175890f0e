import type { Effort } from '../../../advise/model.js';
import { formatCount } from '../../../format/number.js';
import type { AdviseReportMessages } from '../en/advise-report.js';
import { listed, withoutStop } from './figures.js';

const TAKES: Readonly<Record<Effort, string>> = { plan: '换套餐', command: '一条命令', setting: '改设置', code: '改代码' };

export const report: AdviseReportMessages = {
  title: '优化建议',
  labels: { load: '负载', commands: '命令', bill: '费用' },
  sections: { remedies: '可用的方案', commands: '做法' },
  order: '不用改代码的在前；各方案单独计算，不能相加',
  heads: { remedy: '方案', takes: '需要', commands: '命令/天', bytes: '内存', dollars: '月费' },
  rest: (count) => `其余 ${formatCount(count)} 个方案`,
  nothing: '已知的方案都没有帮助。',
  takes: (effort) => TAKES[effort],
  standardInput: '标准输入',
  snapshots: (first, others) => (others === 0 ? first : `${first} 等 ${formatCount(others + 1)} 份快照`),
  load: ({ requestsPerDay, requestsFrom, days, keys, apiKeys, accounts }, bytes) => {
    const from =
      requestsFrom === 'given'
        ? '按指定'
        : requestsFrom === 'assumed'
          ? '假定值，用 --requests N 指定'
          : `按 ${formatCount(days ?? 0)} 天的统计`;
    const held = [
      `${formatCount(keys)} 个键`,
      `${formatCount(apiKeys)} 个 API Key`,
      `${formatCount(accounts)} 个账户`,
      ...(bytes === null ? [] : [bytes]),
    ];
    return `每天 ${formatCount(Math.round(requestsPerDay))} 次请求（${from}）；${listed(held)}`;
  },
  commands: ({ all, withRequests, jobs, measured }) =>
    `每天 ${formatCount(all)} 条：请求 ${formatCount(withRequests)}，后台任务 ${formatCount(jobs)}${
      measured === null ? '' : `；Redis 自报每天 ${formatCount(measured)} 条`
    }`,
  bill: (dollars, provider, asOf) => `按命令计费时 ${dollars}/月（${provider}${asOf === null ? '' : `，${asOf}`}）`,
  gone: (losses) => `清理后以下内容不再可见：${losses.map(withoutStop).join('；')}。`,
  unread: (switches) => `文档中有 ${formatCount(switches.length)} 个开关可省命令，但所用版本不读取：${listed(switches)}。`,
  summary: (remedies, { title, commandsPerDay, bytes }) => {
    const saved = [
      ...(commandsPerDay > 0 ? [`每天 ${formatCount(commandsPerDay)} 条命令`] : []),
      ...(bytes === null ? [] : [bytes]),
    ];
    const effect = saved.length === 0 ? '' : `，节省${saved[0]!.startsWith('每') ? '' : ' '}${saved.join('和 ')}`;
    return `${formatCount(remedies)} 个方案；首选：${title}${effect}`;
  },
  price: (commands, provider, unit, dollars) =>
    `本次读取最多 ${formatCount(commands)} 条命令，${provider} 逐条计费（${unit}）${dollars === null ? '' : `，${dollars}`}。`,
};
