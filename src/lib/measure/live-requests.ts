/** Reads the application's own request counters from the server. */
import type { Workload } from '../profile/operations.js';
import { compileProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { Profile } from '../profile/types.js';
import { requestFields } from './request-fields.js';
import type { Questions } from './questions.js';

/** Keys whose field adds up to the number of requests. */
export interface RequestCounter {
  keys: readonly string[];
  field: string;
  how: 'counter' | 'sum';
  counter: string;
}

/** Maximum API keys whose counters are summed. */
const MOST_KEYS = 20_000;

/**
 * Finds the counter of the whole system or, if a release has none, the counters of its API keys with SCAN. `null`: there is none,
 * or there are too many.
 */
export async function findRequestCounter(ask: Questions, profile: Profile, workload: Workload): Promise<RequestCounter | null> {
  const fields = requestFields(profile, null, workload).filter(({ family }) => family.grain === 'total');
  for (const { family, field } of fields) {
    if (family.pattern.includes('{')) continue;
    if ((await ask.count([family.pattern], field)) !== null)
      return { keys: [family.pattern], field, how: 'counter', counter: `${family.pattern} ${field}` };
  }
  const compiled = compileProfile(profile);
  for (const { family, field } of fields) {
    if (!family.pattern.includes('{')) continue;
    const prefix = family.pattern.slice(0, family.pattern.indexOf('{'));
    const names = await ask.names(prefix, MOST_KEYS, (name) => compiled.match(keySegments(name))?.family.id === family.id);
    if (names !== null && names.length > 0) return { keys: names, field, how: 'sum', counter: `Σ ${family.pattern} ${field}` };
  }
  return null;
}
