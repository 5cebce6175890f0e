import type { Consistency } from '../../invariants.js';

/** Costs are computed from the database again. What may be wrong here are keys that never expire. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H1',
      kind: 'ttl',
      title: 'windows of cost expire',
      families: [
        { family: 'cost.rolling-5h', seconds: 21_600 },
        { family: 'cost.rolling-day', seconds: 90_000 },
        { family: 'cost.fixed-5h', seconds: 18_000 },
      ],
      cause: 'INCRBYFLOAT and EXPIRE were separated, or the key was imported.',
    },
  ],
  drifts: [],
};
