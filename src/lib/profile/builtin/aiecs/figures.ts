import type { Figures } from '../../figures.js';

/** A user whose requests come through the basic handler has the total alone. Requests and costs are not counted. */
export const figures: Figures = {
  sets: [
    {
      family: 'token-usage',
      fields: { input: 'prompt_tokens', output: 'completion_tokens', tokens: 'total_tokens' },
      cycle: 'period',
    },
  ],
  entities: [{ dimension: 'user', word: 'user', title: 'user', titles: 'users' }],
};
