import type { StatedFigure } from '../../../operations.js';

/** Sources that record one finished request, without what happens before and around it. */
const recording = ['token-usage', 'account-usage', 'daily-cost', 'weekly-cost', 'usage-record', 'api-key', 'billing-event'];

const recorded = (id: string, title: string, commands: number, shares: Record<string, number>): StatedFigure => ({
  id: `record.${id}`,
  title,
  commands,
  per: 'request',
  shares,
  sources: recording,
  since: '1.1.280',
  evidence: 'measured',
  from: 'commandstats of 1.1.314',
});

const recordedBefore = (id: string, title: string, commands: number, shares: Record<string, number>): StatedFigure => ({
  ...recorded(id, title, commands, shares),
  id: `record.${id}.before`,
  since: '1.1.178',
  until: '1.1.262',
  from: 'commandstats of 1.1.250 and of the fork of 1.1.183',
});

type Whole = Pick<StatedFigure, 'id' | 'title' | 'commands' | 'shares'> &
  Partial<Pick<StatedFigure, 'wire' | 'unexplained' | 'per' | 'since' | 'until' | 'from'>>;

const whole = (figure: Whole): StatedFigure => ({
  per: 'request',
  since: '1.1.280',
  evidence: 'measured',
  from: 'whole requests through 1.1.314 to an upstream on the same machine',
  ...figure,
});

const limited = { 'cost-limits': 1, 'rate-window': 1, 'concurrency-limit': 1 };

/** Measured figures, to compare with the sums of the events. */
export const figures: StatedFigure[] = [
  recorded('claude', 'recording a Claude request through a Claude account', 277, {}),
  recorded('other', 'recording a request to another model, or through another kind of account', 270, { 'claude-account': 0 }),
  recorded('zero-cost', 'recording a request that cost nothing', 251, { cost: 0 }),
  recorded('no-account', 'recording a request without an account', 184, { account: 0, 'claude-account': 0 }),
  recorded('legacy', 'recording a Claude request, without details', 276, { details: 0 }),
  recorded('legacy-other', 'recording another request, without details', 269, { details: 0, 'claude-account': 0 }),
  recorded('key-missing', 'recording for a deleted API key, without details', 180, {
    'known-key': 0,
    'claude-account': 0,
    details: 0,
  }),
  recordedBefore('claude', 'recording a request through an account', 164, {}),
  recordedBefore('other', 'recording a request to another model, or through another kind of account', 164, {
    'claude-account': 0,
  }),
  recordedBefore('zero-cost', 'recording a request that cost nothing', 157, { cost: 0 }),
  recordedBefore('long-context', 'recording a request with a long context', 176, { 'long-context': 1 }),
  recordedBefore('no-account', 'recording a request without an account', 106, { account: 0 }),
  recordedBefore('legacy', 'recording a request, without details', 163, { details: 0 }),
  recordedBefore('key-missing', 'recording for a deleted API key, without details', 103, {
    'known-key': 0,
    details: 0,
  }),
  whole({ id: 'whole.bound', title: 'a request, key bound to a Claude account', commands: 303, wire: 303, shares: {} }),
  whole({
    id: 'whole.shared-pool',
    title: 'a request in a conversation, shared pool',
    commands: 305,
    wire: 305,
    shares: { 'shared-pool': 1 },
  }),
  whole({ id: 'whole.first', title: 'the first request of a conversation, shared pool', commands: 357, wire: 343, shares: null }),
  whole({
    id: 'whole.limits',
    title: 'a request, key with concurrency limit, rate window and all cost limits',
    commands: 330,
    wire: 322,
    shares: limited,
    unexplained: 2,
  }),
  whole({
    id: 'whole.limits-first',
    title: 'the same, the first one in a rate window',
    commands: 334,
    shares: { ...limited, 'new-window': 1 },
    unexplained: 2,
  }),
  whole({
    id: 'whole.console',
    title: 'a request, key bound to a console account',
    commands: 302,
    wire: 292,
    shares: { 'console-account': 1 },
  }),
  whole({
    id: 'whole.console-concurrency',
    title: 'a request, console account with a cap on concurrency',
    commands: 312,
    wire: 294,
    shares: { 'console-account': 1, 'account-cap': 1 },
  }),
  whole({
    id: 'whole.console-quota',
    title: 'a request, console account with a daily quota',
    commands: 302,
    wire: 292,
    shares: { 'console-account': 1 },
  }),
  whole({
    id: 'whole.responses',
    title: 'a request, key bound to an OpenAI responses account',
    commands: 284,
    wire: 284,
    shares: { 'responses-account': 1 },
  }),
  whole({ id: 'call.count-tokens', title: 'counting tokens', commands: 32, wire: 16, shares: null, per: 'call' }),
  whole({ id: 'call.models', title: 'listing models', commands: 2, shares: null, per: 'call' }),
  whole({ id: 'call.bad-key', title: 'a request with an unknown API key', commands: 2, shares: null, per: 'call' }),
  whole({ id: 'call.key-info', title: 'asking what a key has used', commands: 7, shares: null, per: 'call' }),
  whole({
    id: 'call.create-key',
    title: 'a new API key, with the first tag of its name',
    commands: 15,
    shares: null,
    per: 'call',
  }),
  whole({ id: 'call.create-key-again', title: 'a new API key', commands: 13, shares: null, per: 'call' }),
  whole({
    id: 'call.create-key.before',
    title: 'a new API key',
    commands: 7,
    shares: null,
    per: 'call',
    since: '1.1.178',
    until: '1.1.262',
    from: 'commandstats of 1.1.250 and of the fork of 1.1.183',
  }),
  whole({ id: 'start', title: 'a start of the application at 19,500 keys', commands: 5089, shares: null, per: 'call' }),
];
