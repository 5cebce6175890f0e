/** What an application's figures say of the requests of API keys. */
import type { Redis } from 'ioredis';
import type { Metric } from '../../profile/figures.js';
import { fillPattern } from '../../profile/pattern.js';
import { placeholderNames, placeholdersOf } from '../../profile/placeholder-names.js';
import type { Profile } from '../../profile/types.js';

/** The sum over API keys, of all time. */
export async function recordedSum(redis: Redis, profile: Profile, metric: Metric, apiKeys: readonly string[]): Promise<number> {
  const place = placeOf(profile, metric);
  if (place === null) return 0;
  const { pattern, field } = place;
  const [name = ''] = placeholderNames(pattern);
  const texts = await Promise.all(
    apiKeys.map((apiKey) => {
      const key = fillPattern(pattern, { [name]: apiKey });
      return field === null ? redis.get(key) : redis.hget(key, field);
    }),
  );
  return texts.reduce((sum, text) => sum + Number(text ?? 0), 0);
}

/** The key of each API key that counts the metric from the beginning, and its field; `null`: there is none. */
function placeOf(profile: Profile, metric: Metric): { pattern: string; field: string | null } | null {
  for (const { family: id, fields, value, part } of profile.figures?.sets ?? []) {
    const family = profile.families.find((one) => one.id === id);
    if (part !== undefined || family?.grain !== 'total') continue;
    const dimensions = placeholdersOf(profile, family).map(({ dimension }) => dimension);
    if (dimensions.length !== 1 || dimensions[0] !== 'api-key') continue;
    const field = fields?.[metric];
    if (value === metric) return { pattern: family.pattern, field: null };
    if (typeof field === 'string') return { pattern: family.pattern, field };
  }
  return null;
}
