import type { DriftGuard, Side, SumInvariant } from '../../../invariants.js';

const PLAIN = ['inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens', 'requests'] as const;
const EPHEMERAL = ['ephemeral5mTokens', 'ephemeral1hTokens'] as const;
/** The eight counters of every hash, and the seven of the all-time hash of a key's model, which has no `allTokens`. */
const EIGHT = [...PLAIN, 'allTokens', ...EPHEMERAL];
const SEVEN = [...PLAIN, ...EPHEMERAL];

const same = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, name]));
const inTotals = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `total${name.charAt(0).toUpperCase()}${name.slice(1)}`]));

const eight = (family: string): Side => ({ family, quantities: same(EIGHT) });
const totals = (family: string, names: readonly string[] = EIGHT): Side => ({ family, quantities: inTotals(names) });

const cutOff = 'A request whose commands were cut off between the two keys: they are sent one by one, without a transaction.';
const accountCutOff =
  'A request whose account commands were cut off: each is sent on its own, so a crash can leave some of them out.';

const sum = (id: string, title: string, parts: Side, whole: Side, more: Partial<SumInvariant> = {}): SumInvariant => ({
  id,
  kind: 'sum',
  title,
  parts,
  whole,
  cause: cutOff,
  ...more,
});

const perModel = 'Σ over models of key×model';

/** A migration has computed these figures from others that lack the split of cache writes. */
const rebuilt = (when: DriftGuard['when']): DriftGuard => ({ drift: 'D12', when, quantities: EPHEMERAL });

const ofKeys: SumInvariant[] = [
  sum('S1', `${perModel} daily = usage daily`, eight('key-model.daily'), eight('usage.daily')),
  sum('S2', `${perModel} monthly = usage monthly`, eight('key-model.monthly'), eight('usage.monthly')),
  sum('S3', `${perModel} hourly = usage hourly`, eight('key-model.hourly'), eight('usage.hourly')),
  sum(
    'S4',
    `${perModel} all-time = usage total`,
    { family: 'key-model.alltime', quantities: same(SEVEN) },
    totals('usage.total', SEVEN),
    { guards: [rebuilt('parts-below')] },
  ),
  sum('S5', 'Σ over months of usage monthly = usage total', eight('usage.monthly'), totals('usage.total')),
  sum('S6', 'Σ over hours of usage hourly = usage daily', eight('usage.hourly'), eight('usage.daily')),
  sum('S7', 'Σ over days of usage daily = usage monthly', eight('usage.daily'), eight('usage.monthly')),
];

const ofTheSystem: SumInvariant[] = [
  sum('S8', 'Σ over keys of usage daily = global daily', eight('usage.daily'), eight('global.daily'), {
    leftBehind: 'key-model.daily',
  }),
  sum('S9', 'Σ over models of model daily = global daily', eight('model.daily'), eight('global.daily')),
  sum('S10', 'Σ over keys of usage monthly = global monthly', eight('usage.monthly'), eight('global.monthly'), {
    leftBehind: 'key-model.monthly',
  }),
  sum('S11', 'Σ over models of model monthly = global monthly', eight('model.monthly'), eight('global.monthly')),
  sum('S12', 'Σ over keys of key×model daily = model daily', eight('key-model.daily'), eight('model.daily')),
  sum('S13', 'Σ over keys of key×model hourly = model hourly', eight('key-model.hourly'), eight('model.hourly')),
  sum('S13b', 'Σ over keys of key×model monthly = model monthly', eight('key-model.monthly'), eight('model.monthly')),
  sum('S14', 'Σ over keys of usage total = global total', totals('usage.total'), eight('global.total'), {
    guards: [rebuilt('parts-above')],
  }),
];

const account = (id: string, title: string, parts: Side, whole: Side, more: Partial<SumInvariant> = {}): SumInvariant =>
  sum(id, title, parts, whole, { cause: accountCutOff, ...more });

/** The application dates the counters of the account after those of the API key (incrementAccountUsage in src/models/redis.js). */
const accountLater: SumInvariant['clocks'] = { later: 'parts', drift: 'D17' };

/** Tokens that are reported only as a total count as output for the API key, but not for the account. */
const totalOnly: DriftGuard[] = [{ drift: 'D6', when: 'parts-below', quantities: ['outputTokens', 'allTokens'] }];

/** Sent after the statistics of the API key, and only while the key exists (recordUsage in src/services/apiKeyService.js). */
const partsLast: SumInvariant['partsLast'] = {
  what: 'account statistics',
  because:
    'the application stopped before it sent these, for example because it was killed, or the API key was deleted meanwhile',
};

const ofAllAccounts = { guards: totalOnly, clocks: accountLater, partsLast };

const embedded: Side = {
  family: 'account-usage.hourly',
  quantities: Object.fromEntries(EIGHT.map((name) => [name, `model:{model}:${name}`])),
};

const ofAccounts: SumInvariant[] = [
  account(
    'A1',
    'Σ over models of account×model daily = account daily',
    eight('account-usage.model.daily'),
    eight('account-usage.daily'),
  ),
  account(
    'A2',
    'Σ over models of account×model monthly = account monthly',
    eight('account-usage.model.monthly'),
    eight('account-usage.monthly'),
  ),
  account(
    'A3',
    'Σ over models of account×model hourly = account hourly',
    eight('account-usage.model.hourly'),
    eight('account-usage.hourly'),
  ),
  account('A4', 'the models inside account hourly = account×model hourly', embedded, eight('account-usage.model.hourly')),
  account(
    'A5',
    'Σ over months of account monthly = account total',
    eight('account-usage.monthly'),
    totals('account-usage.total'),
  ),
  account('A6', 'Σ over hours of account hourly = account daily', eight('account-usage.hourly'), eight('account-usage.daily')),
  account(
    'A7',
    'Σ over accounts of account daily = global daily',
    eight('account-usage.daily'),
    eight('global.daily'),
    ofAllAccounts,
  ),
  account(
    'A8',
    'Σ over accounts of account monthly = global monthly',
    eight('account-usage.monthly'),
    eight('global.monthly'),
    ofAllAccounts,
  ),
  account(
    'A9',
    'Σ over accounts of account×model daily = model daily',
    eight('account-usage.model.daily'),
    eight('model.daily'),
    ofAllAccounts,
  ),
];

/** Sums of counters over keys. */
export const sumInvariants: readonly SumInvariant[] = [...ofKeys, ...ofTheSystem, ...ofAccounts];
