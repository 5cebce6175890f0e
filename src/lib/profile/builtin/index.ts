import type { Profile } from '../types.js';

/** Loads the profile of an application, or of a library that limits, only on request. */
const LOADERS = {
  'claude-relay-service': async () => (await import('./claude-relay-service/index.js')).claudeRelayService,
  aiecs: async () => (await import('./aiecs/index.js')).aiecs,
  'new-api': async () => (await import('./new-api/index.js')).newApi,
  'one-api': async () => (await import('./one-api/index.js')).oneApi,
  litellm: async () => (await import('./litellm/index.js')).litellm,
  sub2api: async () => (await import('./sub2api/index.js')).sub2api,
  'claude-code-hub': async () => (await import('./claude-code-hub/index.js')).claudeCodeHub,
  n8n: async () => (await import('./n8n/index.js')).n8n,
  bullmq: async () => (await import('./bullmq/index.js')).bullmq,
  bull: async () => (await import('./bull/index.js')).bull,
  'rate-limiter-flexible': async () => (await import('../limiter-libraries/rate-limiter-flexible.js')).rateLimiterFlexible,
  'upstash-ratelimit': async () => (await import('../limiter-libraries/upstash-ratelimit.js')).upstashRatelimit,
  'rate-limit-redis': async () => (await import('../limiter-libraries/rate-limit-redis.js')).rateLimitRedis,
  'redis-rate': async () => (await import('../limiter-libraries/redis-rate.js')).redisRate,
  apisix: async () => (await import('../limiter-libraries/apisix.js')).apisix,
  kong: async () => (await import('../limiter-libraries/kong.js')).kong,
  limits: async () => (await import('../limiter-libraries/limits.js')).limits,
  'django-ratelimit': async () => (await import('../limiter-libraries/django-ratelimit.js')).djangoRatelimit,
  bottleneck: async () => (await import('../limiter-libraries/bottleneck.js')).bottleneck,
} satisfies Readonly<Record<string, () => Promise<Profile>>>;

export type BuiltinName = keyof typeof LOADERS;

const isBuiltin = (name: string): name is BuiltinName => Object.hasOwn(LOADERS, name);

/** Profiles with other figures for the same application, named `NAME@VARIANT`. */
const VARIANTS: Readonly<Record<string, () => Promise<Profile>>> = {
  'claude-relay-service@documented': async () =>
    (await import('./claude-relay-service/documented.js')).claudeRelayServiceDocumented,
};

export const builtinNames: readonly string[] = Object.keys(LOADERS);

/** `null` when there is no profile of that name. */
export async function builtinProfile(name: string): Promise<Profile | null> {
  return isBuiltin(name) ? await LOADERS[name]() : null;
}

export async function builtinProfiles(): Promise<Profile[]> {
  const { allBuiltin } = await import('./all.js');
  return [...allBuiltin];
}

/** `null` when the profile has no variant of that name. */
export async function builtinVariant(name: string, variant: string): Promise<Profile | null> {
  const key = `${name}@${variant}`;
  return Object.hasOwn(VARIANTS, key) ? await VARIANTS[key]!() : null;
}
