import { formatCount } from '../../../../format/number.js';
import type { MeasureData } from '../../../../measure/model.js';
import type { MeasureReportMessages } from '../../en/measure/report.js';
import { listed, percent } from '../figures.js';

const HOW: Record<MeasureData['how'], string> = {
  commandstats: 'Redis 前后两次统计之差',
  monitor: 'MONITOR 采样',
  capture: 'MONITOR 记录',
};

const REQUESTS: Record<MeasureData['requests']['how'], string> = {
  counter: '取自应用自己的计数器',
  sum: '取自各 API Key 的计数器之和',
  sample: '取自样本对应用计数器的累加',
  flag: '由 --requests 指定',
  unknown: '',
};

const ATTRIBUTION: Record<MeasureData['attribution'], string> = {
  'by-key': '按键统计',
  'by-command': '按命令统计，按应用画像的预测分摊',
  none: '未分摊',
};

const WAYS = { sent: '发送', received: '接收' } as const;

export const report: MeasureReportMessages = {
  title: '实测',
  capture: 'MONITOR 记录',
  labels: {
    how: '方式',
    profile: '画像',
    requests: '请求',
    commands: '命令',
    request: '每次请求',
    traffic: '流量',
    failed: '失败',
    evidence: '依据',
    key: '每个键',
    most: '最多',
  },
  tables: {
    profile: '应用和版本的依据',
    sources: '来源',
    conditions: '部分请求的事件',
    families: '键族',
    commands: '命令',
    unexplained: '未解释的命令',
    failed: '失败的命令',
    screens: '各页面的读取',
    background: '与请求无关',
    hotKeys: '热 Key',
    unknown: '未知',
  },
  remarks: {
    conditions: '比预测更频繁：用 --share 指定占比',
    failed: '执行出错，或执行前被拒绝',
    screens: '未解释的读取：仅此页面，以及与其他页面共有',
    idle: '期间没有流量',
    background: '请求不会发送的，以及其余中由定时任务解释的',
  },
  heads: {
    measured: '实测',
    predicted: '预测',
    difference: '差值',
    source: '来源',
    event: '事件',
    share: '请求占比',
    when: '条件',
    family: '键族',
    command: '命令',
    keys: '键',
    commands: '命令数',
    failed: '失败',
    refused: '被拒绝',
    screen: '页面',
    atLeast: '至少',
    atMost: '至多',
    key: '键',
    ofAll: '占比',
  },
  sums: { total: '合计', unexplained: '未解释', failed: '失败' },
  timers: '定时任务',
  keysOf: { unrecognised: '（未识别的键）', unseen: '（看不到键）' },
  notKnown: '未知',
  notReported: 'Redis 未报告',
  how: (how, time, from) => `${HOW[how]}，${time}${from === null ? '' : `，自 ${from} UTC`}`,
  requests: (count, how, counter) =>
    [formatCount(count), ...(how === 'unknown' ? [] : [`${REQUESTS[how]}${counter === null ? '' : ` ${counter}`}`])].join('，'),
  commands: (count, inScripts) =>
    `${formatCount(count)}${inScripts === null ? '' : `，其中 ${formatCount(inScripts)} 条由脚本调用`}`,
  request: (measured, predicted, unexplained) =>
    [
      `${measured} 条命令`,
      ...(predicted === null ? [] : [`预测 ${predicted}（含定时任务）`]),
      ...(unexplained === null ? [] : [`未解释 ${percent(unexplained)}`]),
    ].join('；'),
  traffic: (ways, isByRequest) =>
    `${isByRequest ? '每次请求' : ''}${ways
      .map(({ way, measured, predicted }) => `${WAYS[way]} ${measured}${predicted === null ? '' : `（预测 ${predicted}）`}`)
      .join('，')}`,
  failedText: (commands, rejected, causes) =>
    `${formatCount(commands)} 条命令执行出错，${formatCount(rejected)} 条被拒绝${causes.length === 0 ? '' : `：${listed(causes)}`}`,
  evidence: (parts) => parts.join('；'),
  unit: (time) => (time === null ? '每次请求的命令数' : `${time} 内的命令数`),
  attributed: (unit, attribution) => `${unit}，${ATTRIBUTION[attribution]}`,
  families: (count, unit) => `${formatCount(count)} 个，${unit}`,
  ofAllCommands: (commands, share) => `${commands} 条，占全部的 ${percent(share)}`,
  moreSources: (count) => `其余 ${formatCount(count)} 个较小的来源`,
  moreEvents: (count) => `其余 ${formatCount(count)} 个事件`,
  moreCommands: (count) => `其余 ${formatCount(count)} 种命令`,
  perDay: (commands, perDay) => `${commands}，每天 ${formatCount(perDay)}`,
  perKey: (perKey, keys, stated) =>
    `${formatCount(keys)} 个键，每键每天 ${perKey} 条${stated === null ? '' : `；应用画像为约 ${stated}`}`,
  summary: ({ commands, requests, time }) =>
    `${time} 内 ${commands === null ? '命令数未知' : `${formatCount(commands)} 条命令`}；${requests === null ? '请求数未知' : `${formatCount(requests)} 次请求`}。`,
  summaryByRequest: (measured, predicted, unexplained) =>
    `每次请求发送 ${measured} 条命令${predicted === null ? '' : `，预测 ${predicted} 条`}${unexplained === null ? '' : `；其中 ${percent(unexplained)} 未解释`}。`,
  measuring: (seconds) => `正在测量，${seconds} s；按 Ctrl-C 提前结束。`,
  monitor: {
    question: (name, seconds, commands) => `对 ${name} 采样，最多 ${seconds} s、${formatCount(commands)} 条命令？`,
    warning: 'MONITOR 会让 Redis 额外发送每条命令的副本，繁忙时吞吐可能明显下降。',
  },
};
