import type { Consistency } from '../../invariants.js';

/** Limiters live by themselves; what stays for good has lost its TTL, or never had one. */
export const consistency: Consistency = {
  invariants: [
    {
      id: 'H1',
      kind: 'ttl',
      title: 'token buckets of users leave when they are not used',
      // The script's own EXPIRE is commented out. After a day without requests a bucket is full, and so is a new one.
      families: [{ family: 'model-limit.bucket', seconds: 86_400 }],
      cause:
        "The limiter's script is given no TTL: while the limit on all requests is on, one key for each user who sends any stays for good.",
    },
    {
      id: 'H2',
      kind: 'ttl',
      title: 'windows and counters that are made by INCR have a TTL',
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
