import { explain } from '../../consistency/explain.js';
import { findInvariant } from '../../consistency/selection.js';
import type { ExplainedData } from '../../consistency/model.js';
import { profilesFrom } from '../base/profiles.js';

/** Explains the invariant with this id, without a server. */
export async function explainInvariant(id: string, specs: readonly string[]): Promise<ExplainedData> {
  const { profiles } = await profilesFrom(specs);
  const { profile, invariant } = findInvariant(id, profiles);
  return explain(profile, invariant);
}
