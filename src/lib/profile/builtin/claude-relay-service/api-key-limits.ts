import type { Gate, Limit } from '../../limits.js';

const SCREEN = 'The application owns its API keys: change it on the page of the API keys in its administration.';

const ofKey = { dimension: 'api-key', family: 'api-key', by: 'relay', setIn: SCREEN } as const;

const cost = { ...ofKey, compare: '>=', tested: 'before' } as const;

/** Counters of the window are those of a window that is still running; without its start nothing counts. */
const window = {
  ...ofKey,
  needs: 'rateLimitWindow',
  period: { kind: 'window', minutes: 'rateLimitWindow', start: 'rate-limit.window' },
  compare: '>=',
  tested: 'before',
} as const;

const NOT_COUNTED = 'Requests through OpenAI-Responses and Azure accounts are not counted.';

const weekly = {
  ...cost,
  id: 'weekly-claude-cost',
  title: 'weekly Claude cost',
  field: 'weeklyOpusCostLimit',
  figure: { family: 'opus.weekly' },
} as const;

const CLAUDE = 'Only requests for Claude models are refused.';

/** All of them are tested before the request, with the cost that is booked by then. */
export const apiKeyLimits: readonly Limit[] = [
  {
    ...ofKey,
    id: 'concurrency',
    title: 'requests at once',
    field: 'concurrencyLimit',
    figure: { family: 'concurrency.key' },
    period: { kind: 'running' },
    compare: '>',
    tested: 'counted',
    where: 'All requests but count_tokens. Requests above it are refused (429), or wait where the queue is switched on.',
    // Older releases kept a plain counter.
    since: '1.1.157',
  },
  {
    ...window,
    id: 'window-requests',
    title: 'requests per window',
    field: 'rateLimitRequests',
    figure: { family: 'rate-limit.requests' },
    where: 'All requests (429). Requests that fail or are refused later, count_tokens and lists of models count too.',
  },
  {
    ...window,
    id: 'window-tokens',
    title: 'tokens per window',
    field: 'tokenLimit',
    figure: { family: 'rate-limit.tokens' },
    where: `All requests (429). ${NOT_COUNTED}`,
  },
  {
    ...window,
    id: 'window-cost',
    title: 'cost per window',
    field: 'rateLimitCost',
    unless: 'tokenLimit',
    figure: { family: 'rate-limit.cost' },
    where: `All requests (429), unless there is a limit of tokens. ${NOT_COUNTED}`,
    since: '1.1.122',
  },
  {
    ...cost,
    id: 'daily-cost',
    title: 'daily cost',
    field: 'dailyCostLimit',
    figure: { family: 'cost.daily' },
    period: { kind: 'day' },
    where: 'All requests (402; 429 before 1.1.263).',
    since: '1.1.30',
  },
  {
    ...weekly,
    period: { kind: 'week', named: 'calendar-year' },
    where: `${CLAUDE} Before 1.1.262, only streams for Opus models count.`,
    since: '1.1.122',
    until: '1.1.280',
  },
  {
    ...weekly,
    // A start sets the weekly cost anew. The list price is never set, and is the same without rates.
    figure: { family: 'opus.weekly', lasting: { family: 'opus.real.weekly', whereEqual: ['opus.total', 'opus.real.total'] } },
    period: { kind: 'week', day: 'weeklyResetDay', hour: 'weeklyResetHour' },
    where: `${CLAUDE} Requests for them through Claude, console and CCR accounts count. A start of the application may lower the figure.`,
    since: '1.1.281',
  },
  {
    ...cost,
    id: 'total-cost',
    title: 'total cost',
    field: 'totalCostLimit',
    figure: { family: 'cost.total', byDay: 'cost.daily' },
    period: { kind: 'total' },
    where: 'All requests (402; 429 before 1.1.263). Quota cards raise the limit.',
    since: '1.1.145',
  },
];

export const apiKeyGates: readonly Gate[] = [
  { id: 'deleted', family: 'api-key', field: 'isDeleted', is: { gone: 'true' } },
  { id: 'switched off', family: 'api-key', field: 'isActive', is: { open: 'true' } },
  { id: 'expired', family: 'api-key', field: 'expiresAt', is: { expires: true } },
];
