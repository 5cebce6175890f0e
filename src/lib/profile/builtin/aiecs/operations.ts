import type { Operations } from '../../operations.js';

const from = 'aiecs/utils/token_usage_repository.py of 2.1.2';

/** One finished model call. The detailed callback counts three fields in a transaction. The basic one counts only the total. */
export const operations: Operations = {
  conditions: [
    { id: 'detailed', title: 'the detailed callback counts the call', share: 1 },
    { id: 'prompt', title: 'the call has prompt tokens', share: 1 },
    { id: 'completion', title: 'the call has completion tokens', share: 1 },
    { id: 'limit-check', title: 'the limit of the user is checked, which nothing in the application does', share: 0 },
  ],
  events: [
    {
      id: 'detailed-usage',
      source: 'token-usage',
      title: 'prompt, completion and total tokens of the user',
      every: 'request',
      when: ['detailed'],
      transport: 'transaction',
      writes: [
        { command: 'MULTI', family: null, count: 1 },
        { command: 'HINCRBY', family: 'token-usage', count: 1, when: ['prompt'] },
        { command: 'HINCRBY', family: 'token-usage', count: 1, when: ['completion'] },
        { command: 'HINCRBY', family: 'token-usage', count: 1 },
        { command: 'EXEC', family: null, count: 1 },
      ],
      evidence: 'read',
      from,
    },
    {
      id: 'total-usage',
      source: 'token-usage',
      title: 'only the total tokens of the user',
      every: 'request',
      when: ['!detailed'],
      transport: 'sequence',
      writes: [{ command: 'HINCRBY', family: 'token-usage', count: 1 }],
      evidence: 'read',
      from,
    },
    {
      id: 'limit-check',
      source: 'limiter',
      title: 'usage and limit of the user, the limit read twice',
      every: 'request',
      when: ['limit-check'],
      transport: 'sequence',
      writes: [
        { command: 'HGETALL', family: 'token-usage', count: 1 },
        { command: 'HGET', family: 'token-usage', count: 1 },
      ],
      evidence: 'read',
      from,
    },
  ],
};
