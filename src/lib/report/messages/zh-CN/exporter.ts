import type { ExporterMessages } from '../en/exporter.js';

export const exporter: ExporterMessages = {
  stopping: '正在停止。再按 Ctrl-C 立即结束。',
  at: (url) => `第一轮结束后，指标位于 ${url}。`,
  failed: (verb, why) => `${verb}：${why}`,
  unexpected: (what) => `意外失败：${what}。`,
};
