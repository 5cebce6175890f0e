import { GIGABYTE, type Plan, type Provider } from './provider.js';

/** `traffic`: gigabytes per month. */
const fixed = (size: string, gigabytes: number, monthly: number, perSecond: number, traffic: number): Plan => ({
  id: `fixed-${size.toLowerCase().replace(' ', '')}`,
  title: `Fixed ${size}`,
  monthly,
  included: null,
  perMillion: null,
  dataBytes: gigabytes * GIGABYTE,
  storage: null,
  bandwidth: { includedBytes: traffic * GIGABYTE, perGigabyte: null },
  perSecond,
  note: null,
});

export const upstash: Provider = {
  id: 'upstash',
  title: 'Upstash Redis',
  hosts: /\.upstash\.io$/i,
  metering: {
    unit: 'command',
    scriptCalls: 'one-by-one',
    // Lists of free commands were published until 2026-05; MULTI and EXEC were on none of them.
    free: [],
    writesCount: 1,
    atLeast: false,
    title: 'each command of a pipeline or transaction, a script and each command that it calls',
  },
  plans: [
    {
      id: 'free',
      title: 'Free',
      monthly: 0,
      included: 500_000,
      perMillion: null,
      dataBytes: 0.256 * GIGABYTE,
      storage: null,
      bandwidth: { includedBytes: 10 * GIGABYTE, perGigabyte: null },
      perSecond: null,
      note: 'beyond the quota: ERR max requests limit exceeded',
    },
    {
      id: 'payg',
      title: 'Pay as you go',
      monthly: 0,
      included: 0,
      perMillion: 2,
      dataBytes: 100 * GIGABYTE,
      storage: { perGigabyte: 0.25, freeBytes: GIGABYTE, leastBytes: 0 },
      bandwidth: { includedBytes: 200 * GIGABYTE, perGigabyte: 0.03 },
      perSecond: 10_000,
      note: null,
    },
    fixed('250 MB', 0.25, 10, 10_000, 50),
    fixed('1 GB', 1, 20, 10_000, 100),
    fixed('5 GB', 5, 100, 10_000, 500),
    fixed('10 GB', 10, 200, 10_000, 1000),
    fixed('50 GB', 50, 400, 10_000, 5000),
    fixed('100 GB', 100, 800, 16_000, 10_000),
    fixed('500 GB', 500, 1500, 16_000, 20_000),
  ],
  asOf: '2026-06-18',
  source: 'upstash.com/docs/redis, overall/billing and overall/pricing; traffic: upstash.com/pricing/redis of 2026-09-20',
  note: 'Whether MULTI and EXEC are charged for is not documented; they are counted here. A global database counts each write once more for every read region.',
};
