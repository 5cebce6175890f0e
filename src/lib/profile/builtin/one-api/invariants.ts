import type { Consistency } from '../../invariants.js';

/** Caches do not depend on other keys. One that never expires has lost its TTL. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H3',
      kind: 'ttl',
      title: 'a quota below zero has a TTL',
      families: [{ family: 'user-quota', seconds: 600, onlyNegative: true }],
      cause:
        "A charge on an expired quota creates a negative one without a TTL. It stays until the user's next request replaces it.",
    },
  ],
  drifts: [],
};
