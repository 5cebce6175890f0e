/** API keys that exist, so that a recorder writes when they were used last. */
import type { Redis } from 'ioredis';
import { fillPattern } from '../../profile/pattern.js';
import { placeholderNames } from '../../profile/placeholder-names.js';
import type { Profile } from '../../profile/types.js';

export async function createApiKeys(redis: Redis, profile: Profile, apiKeys: readonly string[]): Promise<void> {
  const [source] = profile.figures?.entities.find(({ dimension }) => dimension === 'api-key')?.names ?? [];
  const pattern = profile.families.find(({ id }) => id === source?.family)?.pattern;
  if (source === undefined || pattern === undefined) return;
  const [placeholder = ''] = placeholderNames(pattern);
  await Promise.all(apiKeys.map((id) => redis.hset(fillPattern(pattern, { [placeholder]: id }), source.fields[0]!, id)));
}
