/** Libraries and gateways that are recognised only by the keys of their limiters. */
import type { Profile } from '../types.js';
import { apisix } from './apisix.js';
import { bottleneck } from './bottleneck.js';
import { djangoRatelimit } from './django-ratelimit.js';
import { kong } from './kong.js';
import { limits } from './limits.js';
import { rateLimitRedis } from './rate-limit-redis.js';
import { rateLimiterFlexible } from './rate-limiter-flexible.js';
import { redisRate } from './redis-rate.js';
import { upstashRatelimit } from './upstash-ratelimit.js';

export const limiterLibraries: readonly Profile[] = [
  rateLimiterFlexible,
  upstashRatelimit,
  rateLimitRedis,
  redisRate,
  apisix,
  kong,
  limits,
  djangoRatelimit,
  bottleneck,
];
