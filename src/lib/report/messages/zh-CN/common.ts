import { formatCount } from '../../../format/number.js';
import type { CommonMessages } from '../en/common.js';

const CLASSES: Readonly<Record<string, string>> = {
  required: '必需',
  optional: '可选',
  excess: '过度',
  operational: '运行',
  secret: '机密',
  unrecognised: '未识别',
};

const GRAINS: Readonly<Record<string, string>> = {
  total: '累计',
  month: '月',
  week: '周',
  day: '天',
  hour: '小时',
  minute: '分钟',
  none: '无',
};

export const common: CommonMessages = {
  notes: { title: '说明', none: '无。' },
  spent: {
    label: '开销',
    nothing: (time) => `未向任何 Redis 发送命令${time === '' ? '' : `，${time}`}`,
    commands: (commands, roundTrips, time) => `${formatCount(commands)} 条命令，${formatCount(roundTrips)} 次往返，${time}`,
  },
  owners: '归属',
  partial: '不完整',
  noKey: '（无键）',
  valueClass: (name) => CLASSES[name] ?? name,
  grain: (name) => GRAINS[name] ?? name,
};
