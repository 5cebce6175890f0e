import type { Amounts, FinishedRequest } from '../../../recording.js';

const amountsOf = (request: FinishedRequest, outputTokens: number): Amounts => {
  const { inputTokens, cacheCreateTokens, cacheReadTokens, details } = request;
  const core = inputTokens + outputTokens;
  return {
    requests: 1,
    input: inputTokens,
    output: outputTokens,
    'cache-create': cacheCreateTokens,
    'cache-read': cacheReadTokens,
    // Routes without details do not tell them apart.
    'cache-5m': details ? request.cache5mTokens : 0,
    'cache-1h': details ? request.cache1hTokens : 0,
    'core-tokens': core,
    tokens: core + cacheCreateTokens + cacheReadTokens,
    cost: request.cost,
    'real-cost': request.realCost,
  };
};

export const plain = (request: FinishedRequest): Amounts => amountsOf(request, request.outputTokens);

/** Statistics of keys and models count the cached tokens of a request without other tokens a second time, as output. */
export function ofKey(request: FinishedRequest): Amounts {
  const { inputTokens, outputTokens, cacheCreateTokens, cacheReadTokens } = request;
  const isCachedOnly = inputTokens === 0 && outputTokens === 0;
  return amountsOf(request, isCachedOnly ? cacheCreateTokens + cacheReadTokens : outputTokens);
}
