import type { ProfileTexts } from '../texts.js';
import type { ReadingWords, SignWords } from '../types.js';
import { aiecsTexts } from './aiecs/zh-CN.js';
import { claudeRelayServiceTexts } from './claude-relay-service/zh-CN/index.js';
import { newApiTexts } from './new-api/zh-CN.js';
import { oneApiTexts } from './one-api/zh-CN.js';

/** By the name of the profile. */
export const texts: Readonly<Record<string, ProfileTexts>> = {
  aiecs: aiecsTexts,
  'claude-relay-service': claudeRelayServiceTexts,
  'new-api': newApiTexts,
  'one-api': oneApiTexts,
};

export const signWords: SignWords = {
  exists: (pattern) => `存在 ${pattern}`,
  present: ({ sign, since }) => `${sign}（${since} 起）`,
  missing: ({ sign, since }) => `不符：${sign}（${since} 起）`,
  named: ({ release, key }) => `${key} 记录为 ${release}`,
  unseen: '按已知最新版本，数据中未见',
};

export const readingWords: ReadingWords = {
  documentsOnly: '只有文档提到它',
  fork: (fork, release) => `只有基于 ${release} 的分支 ${fork} 读取`,
  between: (since, until) =>
    `${[...(since === undefined ? [] : [`${since} 起`]), ...(until === undefined ? [] : [`${until} 为止`])].join('、')}的版本读取`,
  release: (release) => `版本 ${release} 读取`,
  every: '所有版本都读取',
  inSource: (file, line) => `${file}:${line}`,
  inTemplate: (file, line) => `只有 ${file}:${line} 提到它，该模板应用并不加载`,
  nowhere: '源码中没有提到',
};
