import type { Consistency } from '../../invariants.js';

/** The handler in most use counts totals alone, so a total above its parts is normal data; see each meaning. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'V1',
      kind: 'values',
      title: 'counters are whole numbers and not negative',
      roles: ['counter'],
      cause: 'Another program that writes the same key, or a negative count handed to the application.',
      unrepairable: 'what the value was cannot be told from it',
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
          cause: 'The basic handler counts totals alone.',
        },
        below: {
          verdict: 'under-counted',
          class: 'partial-write',
          cause: 'Parts were counted by the single-field methods, or one of the two was negative when both were counted.',
        },
        above: {
          verdict: 'mixed',
          class: 'known-drift',
          cause: 'The basic handler has counted totals for the same user and period beside the detailed one.',
        },
        double: {
          verdict: 'double-counted',
          class: 'known-drift',
          cause:
            'The total is exactly twice its parts: both handlers may have counted the same calls. Only somebody who knows the set-up can tell.',
        },
      },
      cause: 'Parts were counted without the total.',
    },
    {
      id: 'T2',
      kind: 'carried',
      title: 'a usage limit stands beside counters, and today has the limit that yesterday had',
      family: 'token-usage',
      field: 'usage_limit',
      period: 'period',
      beside: ['prompt_tokens', 'completion_tokens', 'total_tokens'],
      cause: 'The limit is kept in the hash of its period, so a new day begins without one and lets everything through.',
      unrepairable: 'only the operator knows whether the limit is still wanted',
    },
  ],
  drifts: [],
};
