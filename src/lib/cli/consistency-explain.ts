import { explain } from '../consistency/explain.js';
import { findInvariant } from '../consistency/selection.js';
import { renderExplained } from '../report/consistency-text.js';
import { printJson, successEnvelope } from '../report/envelope.js';
import { profilesFrom } from './profiles.js';

/** What the invariant of that id says, without any server. */
export async function explainInvariant(
  id: string,
  specs: readonly string[],
  options: { json: boolean; color: boolean; width: number },
): Promise<string> {
  const { profiles } = await profilesFrom(specs);
  const { profile, invariant } = findInvariant(id, profiles);
  const data = explain(profile, invariant);
  if (!options.json) return renderExplained(data, options);
  return printJson(successEnvelope({ command: 'fix-consistency', target: null, data, warnings: [], spent: null }));
}
