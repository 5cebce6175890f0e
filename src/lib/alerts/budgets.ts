/** Budgets that the operator states, because the application has no such limit. */
import { says } from '../errors/alerts.js';
import { decimalText, parseDecimal, type Decimal } from '../format/decimal.js';
import { usageError } from '../format/errors.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import type { Threshold } from './thresholds.js';

export const BUDGET_METRICS = ['cost', 'tokens', 'requests'] as const;
export type BudgetMetric = (typeof BUDGET_METRICS)[number];

export const BUDGET_PERIODS = ['day', 'week', 'month', 'total'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

export interface Budget {
  /** `key:NAME` or NAME for one owner, `key:*` for each of a kind, `all` for everything together. */
  of: string;
  metric: BudgetMetric;
  /** Above zero. */
  amount: Decimal;
  per: BudgetPeriod;
  /** `null`: the usual ones. */
  thresholds: readonly Threshold[] | null;
}

const BUDGET = /^([^]+)=\s*(\$?)(\d{1,15}(?:\.\d{1,6})?) ?(usd|tokens?|requests?|)\s*\/\s*(day|week|month|total)$/i;

/** Parses `key:NAME=50usd/month`, `all=$500/month` or `user:*=100000tokens/day`. Throws a usage error. */
export function parseBudget(text: string): Budget {
  const [, of = '', dollar = '', digits = '', unit = '', per = ''] = BUDGET.exec(text.trim()) ?? [];
  const word = unit.toLowerCase().replace(/s$/, '');
  const metric = dollar === '$' || word === 'usd' ? 'cost' : word === 'token' ? 'tokens' : word === 'request' ? 'requests' : null;
  const amount = parseDecimal(digits);
  if (metric === null || amount === null || (dollar === '$' && !['', 'usd'].includes(word)))
    throw usageError(says('budget-form', { text: truncateMiddle(safeText(text), 60) }));
  return checked({ of: of.trim(), metric, amount, per: per.toLowerCase() as BudgetPeriod, thresholds: null }, null);
}

/** Throws a usage error for an amount that no figure can be held against. `file`: the one that it is in. */
export function checked(budget: Budget, file: string | null): Budget {
  const { metric, amount } = budget;
  if (amount.digits <= 0n) throw usageError(says('budget-zero', { file, amount: decimalText(amount) }));
  if (metric !== 'cost' && decimalText(amount).includes('.'))
    throw usageError(says('budget-whole', { file, metric, amount: decimalText(amount) }));
  return budget;
}
