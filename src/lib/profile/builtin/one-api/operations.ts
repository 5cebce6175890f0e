import type { Operations } from '../../operations.js';

const from = 'the source of one-api, caches warm';

/** One relay call. Limits by address do not apply to it. */
export const operations: Operations = {
  conditions: [{ id: 'untrusted', title: "the user's quota is too small to be trusted, so it is charged in advance", share: 1 }],
  events: [
    {
      id: 'auth',
      source: 'auth',
      title: 'token and user from the cache',
      every: 'request',
      transport: 'sequence',
      writes: [
        { command: 'GET', family: 'token', count: 1 },
        { command: 'GET', family: 'user-enabled', count: 1 },
        { command: 'GET', family: 'user-group', count: 1 },
      ],
      evidence: 'read',
      from,
    },
    {
      id: 'quota.before',
      source: 'quota',
      title: 'quota read and charged in advance',
      every: 'request',
      transport: 'sequence',
      writes: [
        { command: 'GET', family: 'user-quota', count: 1 },
        { command: 'DECRBY', family: 'user-quota', count: 1, when: ['untrusted'] },
      ],
      evidence: 'read',
      from,
    },
    {
      id: 'quota.after',
      source: 'quota',
      title: 'quota written to the cache again',
      every: 'request',
      transport: 'sequence',
      writes: [
        { command: 'GET', family: 'user-quota', count: 1 },
        { command: 'SET', family: 'user-quota', count: 1 },
      ],
      evidence: 'read',
      from,
    },
  ],
};
