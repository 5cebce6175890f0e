import type { ProfileTexts } from '../texts.js';
import type { SignWords } from '../types.js';
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
