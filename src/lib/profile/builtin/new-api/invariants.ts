import type { Consistency } from '../../invariants.js';

/** Limiters do not depend on other keys. One that never expires has lost its TTL, or never had one. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H1',
      kind: 'ttl',
      title: 'token buckets of users expire when they are not used',
      // The script's own EXPIRE is commented out. A bucket is full after a day without requests, and so is a new one.
      families: [{ family: 'model-limit.bucket', seconds: 86_400 }],
      cause:
        "The limiter's script sets no TTL: while the limit on all requests is on, it leaves one key without a TTL for each user who sends requests.",
    },
    {
      id: 'H2',
      kind: 'ttl',
      title: 'windows and counters that INCR creates have a TTL',
      families: [
        { family: 'ip-limit.window', seconds: 1200 },
        { family: 'user-limit.window', seconds: 1200 },
        { family: 'user-limit.critical', seconds: 1200 },
        { family: 'email-limit', seconds: 30 },
        { family: 'notify-limit', seconds: 600 },
      ],
      cause: 'INCR and EXPIRE are sent one after the other: when the second is lost, the limit is never lifted.',
    },
  ],
  drifts: [],
};
