import type { Never } from '../../../profile/never.js';
import type { ChangeMessages } from '../change.js';
import { report } from './change/report.js';
import { joined, withoutStop } from './figures.js';

const WHY: Readonly<Record<Never['why'], string>> = {
  'in-use': '正在使用',
  required: '限制或页面需要',
  operational: '应用运行需要',
  secret: '机密',
};

const neverText = ({ why, breaks, reader }: Never): string =>
  `${WHY[why]}（${withoutStop(breaks)}${reader === null ? '' : `；读取方：${withoutStop(reader)}`}）`;

export const change: ChangeMessages = {
  report,
  protected: {
    'open-period': () => '所在时段尚未结束；加 --include-open 一并处理',
    'needed-period': ({ keep }) =>
      keep === null
        ? '属于最近的时段，仍需要'
        : `属于最近${keep.periods === 1 ? '的时段' : ` ${keep.periods} 个时段`}，读取方：${keep.reader}`,
    'too-young': () => '比指定的时间新',
    'no-period': () => '键名中没有时段',
    'two-applications': () => '有两个应用都声明使用',
    'built-in-profile': () => '受内置应用画像保护',
    'in-use': () => '正在使用',
    'other-type': () => '类型与键名不符',
    'consumer-groups': () => '有消费者组在读取',
    never: neverText,
    'never-after-sum': (never) => `永不删除：${neverText(never)}`,
    'open-sum': ({ grain }) => joined('所属的', GRAINS[grain] ?? grain, '尚未结束'),
    'sum-expired': () => '其汇总本应已过期；细粒度键保留其缺少的部分',
    'no-numbers': () => '自身或细粒度键的内容不是数字',
    'beyond-64-bits': () => '合计超出 64 位',
    'no-name-of-sum': () => '汇总没有自己的键名',
    'owner-gone': () => '所属对象已删除（meter prune --orphans）',
    'endless-sum': () => '会一直累计，各部分永远不完整',
    'no-shared-figures': () => '两者没有可相加的数值',
    'class-secret': () => '属于机密',
    'found-by-name': ({ role }) => joined('应用按键名查找（', role, '）'),
    'listed-by-name': ({ index }) => `${index} 按键名列出`,
    unrecognised: () => '不属于任何应用画像',
    'new-name-in-use': ({ family }) => `新键名属于 ${family}`,
    'new-name-taken': () => '新键名已存在（--on-collision sum 将数值累加）',
    'other-slot': () => '计数器会落在集群的另一个槽',
    'limit-unknown': () => '上限未知（用 --limit NAME=N/TIME 指定）',
    'list-outside': () => '窗口内没有请求：不计数，自行过期',
    'list-ahead': () => '请求时间晚于当前：属于其他时区（--utc-offset）',
    'list-unreadable': () => '元素不是时间',
    'as-written': ({ text }) => text,
  },
};

const GRAINS: Readonly<Record<string, string>> = { minute: '分钟', hour: '小时', day: '天', week: '周', month: '月' };
