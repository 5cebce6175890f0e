import type { Figures } from '../../figures.js';

/** The basic handler counts only the total of a user. Requests and costs are not counted. */
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
