import type { Consistency } from '../../invariants.js';

/** Caches live by themselves; what stays for good has lost its TTL. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H3',
      kind: 'ttl',
      title: 'a quota below zero has a TTL',
      families: [{ family: 'user-quota', seconds: 600, onlyNegative: true }],
      cause:
        "A charge on an expired quota makes a negative one without a TTL. The user's next request replaces it; without one it stays.",
    },
  ],
  drifts: [],
};
