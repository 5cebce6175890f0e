import { formatCount } from '../../../format/number.js';
import type { PageMessages } from '../page.js';

export const page: PageMessages = {
  lang: 'zh-CN',
  contents: '目录',
  theme: { label: '主题', system: '跟随系统', light: '浅色', dark: '深色' },
  filter: '筛选',
  counted: '显示 {shown} / {all}',
  showAll: '显示全部 {all} 行',
  showFewer: '收起',
  partial: '报告不完整',
  figures: '数值',
  least: '至少',
  most: '至多',
  others: (count) => `其余 ${formatCount(count)} 项`,
  folded: (count, section) =>
    `本页最多 5 MB，未列出 ${formatCount(count)} 行；${section === null ? '--format json' : `--format csv --section ${section}`} 含全部行。`,
  about: { title: '关于本报告', program: '生成程序', target: '目标', made: '生成时间' },
};
