import { apisix } from '../limiter-libraries/apisix.js';
import { bottleneck } from '../limiter-libraries/bottleneck.js';
import { djangoRatelimit } from '../limiter-libraries/django-ratelimit.js';
import { kong } from '../limiter-libraries/kong.js';
import { limits } from '../limiter-libraries/limits.js';
import { rateLimitRedis } from '../limiter-libraries/rate-limit-redis.js';
import { rateLimiterFlexible } from '../limiter-libraries/rate-limiter-flexible.js';
import { redisRate } from '../limiter-libraries/redis-rate.js';
import { upstashRatelimit } from '../limiter-libraries/upstash-ratelimit.js';
import { bottleneckFamilies, libraryTexts, upstashFamilies } from '../limiter-libraries/zh-CN.js';
import type { ProfileTexts } from '../texts.js';
import type { ReadingWords, SignWords } from '../types.js';
import { aiecsTexts } from './aiecs/zh-CN.js';
import { bullTexts } from './bull/zh-CN.js';
import { bullmqTexts } from './bullmq/zh-CN.js';
import { claudeCodeHubTexts } from './claude-code-hub/zh-CN.js';
import { claudeRelayServiceTexts } from './claude-relay-service/zh-CN/index.js';
import type { BuiltinName } from './index.js';
import { litellmTexts } from './litellm/zh-CN.js';
import { n8nTexts } from './n8n/zh-CN.js';
import { newApiTexts } from './new-api/zh-CN.js';
import { oneApiTexts } from './one-api/zh-CN.js';
import { sub2apiTexts } from './sub2api/zh-CN.js';

/** A profile without texts does not compile. */
const ofBuiltin: Readonly<Record<BuiltinName, ProfileTexts>> = {
  aiecs: aiecsTexts,
  bull: bullTexts,
  bullmq: bullmqTexts,
  'claude-code-hub': claudeCodeHubTexts,
  'claude-relay-service': claudeRelayServiceTexts,
  litellm: litellmTexts,
  'new-api': newApiTexts,
  'one-api': oneApiTexts,
  sub2api: sub2apiTexts,
  n8n: n8nTexts,
  'rate-limiter-flexible': libraryTexts(rateLimiterFlexible),
  'upstash-ratelimit': libraryTexts(upstashRatelimit, upstashFamilies),
  'rate-limit-redis': libraryTexts(rateLimitRedis),
  'redis-rate': libraryTexts(redisRate),
  apisix: libraryTexts(apisix),
  kong: libraryTexts(kong),
  limits: libraryTexts(limits),
  'django-ratelimit': libraryTexts(djangoRatelimit),
  bottleneck: libraryTexts(bottleneck, bottleneckFamilies),
};

/** By the name of the profile. */
export const texts: Readonly<Record<string, ProfileTexts>> = ofBuiltin;

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
