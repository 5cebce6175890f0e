import type { Gate, Limit } from '../../limits.js';

const SCREEN = 'The application owns its accounts: change it on the page of the accounts in its administration.';

const ofAccount = { dimension: 'account', setIn: SCREEN } as const;

const quota = {
  ...ofAccount,
  id: 'daily-quota',
  title: 'daily quota',
  field: 'dailyQuota',
  compare: '>=',
  tested: 'before',
} as const;

/** The application multiplies the tokens of today by today's prices. Its field `dailyUsage` stays 0. */
const families = ['account-usage.model.daily', 'index.account-usage.model.daily'];
const RECOMPUTED = 'The cost of an account is not stored: the application computes it from tokens and prices.';

export const accountLimits: readonly Limit[] = [
  {
    ...quota,
    family: 'account.claude-console',
    figure: RECOMPUTED,
    computedFrom: { families, when: 'console-account' },
    period: { kind: 'day' },
    by: 'relay',
    where: 'The account is taken out of scheduling, and stays out until an administrator switches it on.',
    since: '1.1.129',
  },
  {
    ...quota,
    id: 'daily-quota-ccr',
    family: 'account.ccr',
    figure: RECOMPUTED,
    computedFrom: { families, when: 'ccr-account' },
    period: { kind: 'day' },
    by: 'relay',
    where: 'The account is stopped until an administrator resets it.',
    since: '1.1.135',
  },
  {
    ...quota,
    id: 'daily-quota-responses',
    family: 'account.openai-responses',
    figure: { field: 'dailyUsage' },
    period: { kind: 'day', field: 'lastResetDate' },
    by: null,
    where: 'It is counted, and no request is refused: no scheduler tests it.',
    since: '1.1.135',
  },
  {
    ...ofAccount,
    id: 'account-concurrency',
    title: 'requests at once',
    family: 'account.claude-console',
    field: 'maxConcurrentTasks',
    figure: { family: 'concurrency.account' },
    period: { kind: 'running' },
    compare: '>=',
    tested: 'before',
    by: 'relay',
    where: 'Another account is tried once; then requests are refused (503).',
    since: '1.1.190',
  },
];

export const accountGates: readonly Gate[] = ['account.claude-console', 'account.ccr', 'account.openai-responses'].flatMap(
  (family): Gate[] => [
    { id: 'switched off', family, field: 'isActive', is: { open: 'true' } },
    { id: 'not scheduled', family, field: 'schedulable', is: { open: 'true' } },
    { id: 'expired', family, field: 'subscriptionExpiresAt', is: { expires: true } },
  ],
);
