import type { Write } from '../../../operations.js';
import type { Amount } from '../../../recording.js';

/** Ways in which a write differs from its family; see `Write`. */
type Details = Omit<Write, 'command' | 'family' | 'count'>;

export const send = (command: string, family: string | null, count = 1, details: Details = {}): Write => ({
  command,
  family,
  count,
  ...details,
});

/** A counter's field, and what it counts. */
export interface Column extends Details {
  field: string;
  amount: Amount;
}

const column = (field: string, amount: Amount, details: Details = {}): Column => ({ field, amount, ...details });

const cost: Details = { when: ['cost'], omitsZero: true, since: '1.1.263' };
const long: Details = { when: ['long-context'], since: '1.1.122' };

/** All fields of buckets. `tokens` has no cached tokens. */
export const columns = {
  core: column('tokens', 'core-tokens'),
  input: column('inputTokens', 'input'),
  output: column('outputTokens', 'output'),
  cacheCreate: column('cacheCreateTokens', 'cache-create', { fieldGroup: 'cache' }),
  cacheRead: column('cacheReadTokens', 'cache-read', { fieldGroup: 'cache' }),
  all: column('allTokens', 'tokens'),
  requests: column('requests', 'requests'),
  ephemeral5m: column('ephemeral5mTokens', 'cache-5m', { fieldGroup: 'ephemeral' }),
  ephemeral1h: column('ephemeral1hTokens', 'cache-1h', { fieldGroup: 'ephemeral' }),
  longInput: column('longContextInputTokens', 'input', long),
  longOutput: column('longContextOutputTokens', 'output', long),
  longRequests: column('longContextRequests', 'requests', long),
  realCost: column('realCostMicro', 'real-cost', cost),
  ratedCost: column('ratedCostMicro', 'cost', cost),
} satisfies Record<string, Column>;

/** Totals have the same fields under other names: `allTokens` is `totalAllTokens`. */
export const inTotal = ({ field, ...rest }: Column): Column => ({
  field: `total${field.charAt(0).toUpperCase()}${field.slice(1)}`,
  ...rest,
});

interface Counters extends Details {
  /** First release that counts the two fields of 5-minute and 1-hour cache tokens. */
  ephemeralSince?: string;
}

/** One HINCRBY for each field, in this order. */
export const count = (family: string, fields: readonly Column[], { ephemeralSince, ...details }: Counters = {}): Write[] =>
  fields.map((one) =>
    send('HINCRBY', family, 1, {
      ...details,
      ...one,
      ...(one.fieldGroup === 'ephemeral' && ephemeralSince !== undefined && { since: ephemeralSince }),
    }),
  );

export const expire = (families: readonly string[], details: Details = {}): Write[] =>
  families.map((family) => send('EXPIRE', family, 1, details));

/** Adds a name to the index of its period. */
export const list = (families: readonly string[], details: Details = {}): Write[] =>
  families.map((family) => send('SADD', family, 1, details));

/** Removes the markers of empty indexes. */
export const unmark = (families: readonly string[], details: Details = {}): Write[] =>
  families.map((family) => send('DEL', `${family}.empty`, 1, details));
