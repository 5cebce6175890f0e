/**
 * Adds up usage only with regular expressions and big integers, for comparison with `meter usage`. Has the key names of
 * claude-relay-service itself, and uses no profile.
 */
export interface PlainKey {
  /** Byte string. */
  name: string;
  /** Fields of a hash, or the text of a string. */
  value: Readonly<Record<string, string>> | string;
}

type PlainGrain = 'hour' | 'day' | 'month' | 'total';

/** The entities of the key, by the words of `--by`. */
type Whose = Readonly<Partial<Record<'key' | 'account' | 'model', string>>>;

interface Counted {
  grain: PlainGrain;
  /** The period as in the key name. */
  period: string;
  whose: Whose;
  /** Amounts × 10^20. */
  amounts: ReadonlyMap<string, bigint>;
}

const DATE = String.raw`\d{4}-\d\d-\d\d`;
const PERIODS = { hourly: `${DATE}:\\d\\d`, daily: DATE, monthly: String.raw`\d{4}-\d\d` } as const;
const GRAINS = { hourly: 'hour', daily: 'day', monthly: 'month' } as const;
const ID = '[^:]+';

interface Rule {
  form: RegExp;
  grain: PlainGrain;
  words: readonly ('key' | 'account' | 'model' | 'period')[];
  fields: Readonly<Record<string, string>>;
}

const COUNTERS = {
  requests: 'requests',
  inputTokens: 'input',
  outputTokens: 'output',
  cacheCreateTokens: 'cache-create',
  cacheReadTokens: 'cache-read',
  allTokens: 'tokens',
};
const TOTALS = {
  totalRequests: 'requests',
  totalInputTokens: 'input',
  totalOutputTokens: 'output',
  totalCacheCreateTokens: 'cache-create',
  totalCacheReadTokens: 'cache-read',
  totalAllTokens: 'tokens',
};
const COSTS = { ratedCostMicro: 'cost', realCostMicro: 'real-cost' };

const RULES: readonly Rule[] = [
  ...(['hourly', 'daily', 'monthly'] as const).flatMap((word): Rule[] => {
    const [period, grain] = [PERIODS[word], GRAINS[word]];
    const rule = (form: string, words: Rule['words'], fields: Rule['fields']): Rule => ({
      form: new RegExp(`^${form}$`),
      grain,
      words,
      fields,
    });
    return [
      rule(`usage:${word}:(?!index:)(${ID}):(${period})`, ['key', 'period'], COUNTERS),
      rule(`usage:cost:${word}:(${ID}):(${period})`, ['key', 'period'], { value: 'cost' }),
      rule(`usage:cost:real:${word}:(${ID}):(${period})`, ['key', 'period'], { value: 'real-cost' }),
      rule(`usage:model:${word}:(?!index:)(.+):(${period})`, ['model', 'period'], COUNTERS),
      rule(`usage:(${ID}):model:${word}:(.+):(${period})`, ['key', 'model', 'period'], { ...COUNTERS, ...COSTS }),
      rule(`account_usage:${word}:(?!index:)(${ID}):(${period})`, ['account', 'period'], COUNTERS),
      rule(`account_usage:model:${word}:(?!index:)(${ID}):(.+):(${period})`, ['account', 'model', 'period'], COUNTERS),
    ];
  }),
  { form: /^usage:([^:]+)$/, grain: 'total', words: ['key'], fields: TOTALS },
  { form: /^usage:cost:total:([^:]+)$/, grain: 'total', words: ['key'], fields: { value: 'cost' } },
  { form: /^account_usage:([^:]+)$/, grain: 'total', words: ['account'], fields: TOTALS },
];

const DECIMALS = 20;

/** The amount × 10^20. */
export function scaled(text: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (part.length > DECIMALS) throw new Error(`${text} has too many decimals`);
  return BigInt(`${sign}${whole}${part.padEnd(DECIMALS, '0')}`);
}

const MICRO = 10n ** 6n;

function countedOf({ name, value }: PlainKey): Counted[] {
  return RULES.flatMap(({ form, grain, words, fields }) => {
    const texts = form.exec(name)?.slice(1);
    if (!texts) return [];
    const values = typeof value === 'string' ? { value } : value;
    const amounts = Object.entries(fields).flatMap(([field, metric]): [string, bigint][] => {
      const text = values[field];
      return text === undefined ? [] : [[metric, field.endsWith('Micro') ? scaled(text) / MICRO : scaled(text)]];
    });
    const whose = Object.fromEntries(words.map((word, at) => [word, texts[at]!]).filter(([word]) => word !== 'period')) as Whose;
    return [{ grain, period: texts[words.indexOf('period')] ?? '', whose, amounts: new Map(amounts) }];
  });
}

export interface PlainQuestion {
  grain: PlainGrain;
  /** Periods as in key names; empty: all. */
  periods: readonly string[];
  /** Only keys of exactly these entities are added up. Costs of models are in keys of API keys and models. */
  of: readonly (keyof Whose)[];
  metrics: readonly string[];
  /** The row that a key belongs to; `null`: none. */
  rowOf: (whose: Whose, period: string) => string | null;
}

export class PlainSums {
  readonly #all: readonly Counted[];

  constructor(keys: Iterable<PlainKey>) {
    this.#all = [...keys].flatMap(countedOf);
  }

  /** Sums by row, then by metric, × 10^20. */
  sums({ grain, periods, of, metrics, rowOf }: PlainQuestion): Map<string, Map<string, bigint>> {
    const wanted = new Set(periods);
    const rows = new Map<string, Map<string, bigint>>();
    for (const { grain: own, period, whose, amounts } of this.#all) {
      if (own !== grain || (wanted.size > 0 && !wanted.has(period))) continue;
      const words = Object.keys(whose);
      if (words.length !== of.length || !of.every((word) => words.includes(word))) continue;
      const label = rowOf(whose, period);
      if (label === null) continue;
      const row = rows.get(label) ?? new Map<string, bigint>();
      rows.set(label, row);
      for (const [metric, amount] of amounts) if (metrics.includes(metric)) row.set(metric, (row.get(metric) ?? 0n) + amount);
    }
    return rows;
  }
}
