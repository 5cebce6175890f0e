/** Metrics as Prometheus reads them. Users are never labels: there are too many, and their ids are nobody's business. */
import type { Hooks, OperationEvent } from './operation.js';

/** Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export interface TokenUsageMetrics extends Hooks {
  /** All metrics in the text format of Prometheus. */
  text(): string;
}

export function tokenUsageMetrics(): TokenUsageMetrics {
  const increments = new Counter('token_increments_total', 'Tokens that were counted.', 'token_type');
  const queries = new Counter('token_queries_total', 'Queries that were answered.', 'operation');
  const operations = new Counter(
    'redis_operations_total',
    'Operations by their result: success, or the code of the failure.',
    'status',
  );
  const retries = new Counter('token_operation_retries_total', 'Repetitions after a timeout or a lost connection.', 'operation');
  const durations = new Histogram('token_operations_duration_seconds', 'Time from a call to its result, repetitions included.');
  return {
    done({ operation, kind, ms, attempts, error, tokens }: OperationEvent) {
      operations.add(error ?? 'success', 1n);
      durations.observe(ms / 1_000);
      if (attempts > 1) retries.add(operation, BigInt(attempts - 1));
      if (error !== undefined) return;
      if (kind === 'query') queries.add(operation, 1n);
      if (!tokens) return;
      for (const [type, amount] of Object.entries(tokens)) if (amount > 0n) increments.add(type, amount);
    },
    text: () => [increments, queries, operations, retries, durations].map((metric) => metric.text()).join(''),
  };
}

const head = (name: string, help: string, type: string): string => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

class Counter {
  readonly #values = new Map<string, bigint>();

  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly label: string,
  ) {}

  add(value: string, amount: bigint): void {
    this.#values.set(value, (this.#values.get(value) ?? 0n) + amount);
  }

  text(): string {
    const lines = [...this.#values].map(([value, sum]) => `${this.name}{${this.label}="${value}"} ${sum}\n`);
    return head(this.name, this.help, 'counter') + lines.join('');
  }
}

class Histogram {
  readonly #buckets = BUCKETS.map(() => 0);
  #count = 0;
  #sum = 0;

  constructor(
    private readonly name: string,
    private readonly help: string,
  ) {}

  observe(seconds: number): void {
    this.#count++;
    this.#sum += seconds;
    for (const [at, bound] of BUCKETS.entries()) if (seconds <= bound) this.#buckets[at]!++;
  }

  text(): string {
    const buckets = BUCKETS.map((bound, at) => `${this.name}_bucket{le="${bound}"} ${this.#buckets[at]}\n`);
    return `${head(this.name, this.help, 'histogram')}${buckets.join('')}${this.name}_bucket{le="+Inf"} ${this.#count}\n${this.name}_sum ${this.#sum}\n${this.name}_count ${this.#count}\n`;
  }
}
