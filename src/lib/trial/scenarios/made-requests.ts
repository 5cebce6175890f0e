import { createRandom } from '../../demo/random.js';
import type { RecordedRequest } from '../../recorder/index.js';
import type { ScenarioSettings } from './model.js';

/** USD of each request, so that lost requests are lost money. */
export const REQUEST_USD = 0.01;

/** Ids of the API keys of a run. Each run has its own, so that its figures are its own. */
export const apiKeysOf = (run: string, { apiKeys }: Pick<ScenarioSettings, 'apiKeys'>): string[] =>
  Array.from({ length: apiKeys }, (_, at) => `${run}-key-${at + 1}`);

/** The request of a number: the usual one, to a Claude model through an official account. The same run gives the same requests. */
export function requestMaker(
  run: string,
  settings: Pick<ScenarioSettings, 'apiKeys' | 'accounts' | 'models'>,
): () => RecordedRequest {
  const random = createRandom(1);
  const keys = apiKeysOf(run, settings);
  return () => ({
    apiKey: random.pick(keys),
    account: `${run}-account-${random.below(settings.accounts) + 1}`,
    accountType: 'claude-official',
    model: `claude-sonnet-${random.below(settings.models) + 1}`,
    inputTokens: 200 + random.below(5_000),
    outputTokens: 50 + random.below(2_000),
    cacheCreateTokens: random.below(3_000),
    cacheReadTokens: random.below(50_000),
    cost: REQUEST_USD,
  });
}
