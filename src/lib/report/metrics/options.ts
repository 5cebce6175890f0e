export interface MetricOptions {
  /** How many owners, such as API keys, have series of their own; 0: none. */
  owners: number;
}
