import type { Consistency } from '../../invariants.js';

/** The most used handler counts only totals, so a total above its parts is normal; see each meaning. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'V1',
      kind: 'values',
      title: 'counters are whole numbers and not negative',
      roles: ['counter'],
      cause: 'Another program writes the same key, or the application received a negative count.',
      unrepairable: 'the right value cannot be derived from the wrong one',
    },
    {
      id: 'T1',
      kind: 'fields',
      title: 'prompt_tokens + completion_tokens = total_tokens',
      compare: 'equal',
      in: [{ families: ['token-usage'], whole: 'total_tokens', parts: ['prompt_tokens', 'completion_tokens'] }],
      meanings: {
        partsAbsent: {
          verdict: 'total-only',
          class: null,
          cause: 'The basic handler counts only totals.',
        },
        below: {
          verdict: 'under-counted',
          class: 'partial-write',
          cause: 'The single-field methods counted parts, or one of the two was negative when both were counted.',
        },
        above: {
          verdict: 'mixed',
          class: 'known-drift',
          cause: 'The basic handler has also counted totals for the same user and period.',
        },
        double: {
          verdict: 'double-counted',
          class: 'known-drift',
          cause:
            'The total is exactly twice its parts: both handlers may have counted the same calls. Only someone who knows the set-up can decide.',
        },
      },
      cause: 'Parts were counted without the total.',
    },
    {
      id: 'T2',
      kind: 'carried',
      title: 'a usage limit is stored with counters, and today has the limit that yesterday had',
      family: 'token-usage',
      field: 'usage_limit',
      period: 'period',
      beside: ['prompt_tokens', 'completion_tokens', 'total_tokens'],
      cause: 'The limit is kept in the hash of its period, so a new day starts without a limit and allows every request.',
      unrepairable: 'only the operator knows whether the limit is still wanted',
    },
  ],
  drifts: [],
};
