import type { RenderMessages } from '../render.js';

export const render: RenderMessages = {
  severities: { high: '高', medium: '中', low: '低' },
  lead: (label) => `${label}：`,
  more: (rest, showing) => `… ${rest}（${showing} 显示）`,
  count: (more) => `另有 ${more} 项`,
  leftOut: (titles, section) => `宽度不足，省略：${titles.join('、')}（见 --format csv --section ${section}）`,
};
