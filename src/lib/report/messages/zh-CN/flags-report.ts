import { formatCount } from '../../../format/number.js';
import type { FlagChange } from '../../../switches/model.js';
import type { FlagsReportMessages } from '../en/flags-report.js';
import { joined, listed, share, withoutStop } from './figures.js';

const switches = (count: number): string => `${formatCount(count)} 个开关`;

const KINDS: Readonly<Record<FlagChange['kind'], string>> = {
  added: '新增',
  changed: '修改',
  removed: '删除',
  unchanged: '不变',
};

export const report: FlagsReportMessages = {
  reads: { yes: '是', no: '否', unknown: '未知' },
  list: {
    title: '开关',
    noFile: '无文件：均为默认值',
    table: '每个开关的节省',
    load: (requestsPerDay, data) =>
      `命令/天，按每天 ${formatCount(requestsPerDay)} 次请求${
        data === null ? '' : `、${formatCount(data.keys)} 个键、${formatCount(data.apiKeys)} 个 API Key（--api-keys）`
      }`,
    heads: {
      switch: '开关',
      value: '当前值',
      off: '节省值',
      alone: '单独节省',
      inAddition: '叠加节省',
      perKey: '每键节省',
      read: '应用读取',
      because: '依据',
    },
    notes: {
      saves: '节省：开关设为节省值（false 或更长的间隔，--all 显示）后每天不再发送的命令。',
      overlap:
        '「单独节省」：只改此开关。「叠加节省」：上面各开关也已更改时还能再省多少。两个开关可能停掉同一条命令，所以只有「叠加节省」一列可以相加。',
      noKeys: '键数未知，未计入遍历所有键的任务：用 --keys N 给出。',
    },
    byDefault: (value) => `${value}（默认）`,
    notRead: '（不读取）',
    perKey: (fixed, each) => `${fixed === null ? '' : `${fixed} + `}每键 ${each}`,
    losses: {
      title: '每个开关关闭什么',
      dark: (screens) => `无数据的页面：${listed(screens)}。`,
      read: (reads, because) => `应用是否读取：${reads}${because === '' ? '' : `，${withoutStop(because)}`}。`,
    },
    summary: ({ read, unknown, switches: all, saved }) => {
      const effect =
        saved === null
          ? '节省多少取决于键数'
          : `关闭后每天 ${formatCount(saved.of)} 条命令可省 ${formatCount(saved.saved)} 条${saved.saved > 0 ? `（${share(saved.saved / saved.of)}）` : ''}`;
      return (
        `${switches(all)}中应用读取 ${formatCount(read)} 个${read === 0 ? '' : `；${effect}`}。` +
        `${unknown === 0 ? '' : `${formatCount(unknown)} 个未知：见 --app-version。`}`
      );
    },
  },
  edit: {
    change: '更改',
    settings: '设置',
    table: '开关',
    heads: { switch: '开关', change: '变化', before: '更改前', after: '更改后' },
    kind: (kind) => KINDS[kind],
    notSet: '未设置',
    nothing: '无需更改。',
    question: (file) => joined('写入', file, '？'),
    notWritten: (count) => `未写入文件；以上为将要修改的 ${switches(count)}。`,
    written: (count, file, backup) =>
      `${joined('已修改', file, `中的 ${switches(count)}。`)}${backup === null ? '' : joined('旧文件为', backup, '。')}应用启动时读取该文件：重启应用。`,
    undo: (command) => `撤销：${command}`,
    undoByHand: (env) => `撤销：手动设置 ${env}。旧值见上，flags set 不接受该值。`,
  },
};
