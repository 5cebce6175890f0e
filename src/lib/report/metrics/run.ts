/** What every verb says of its own run. */
import type { Envelope } from '../envelope.js';
import { gauge, labelled, type Metric } from './metric.js';

const success = (verb: string, ok: boolean): Metric =>
  gauge(`meter_${verb}_success`, `1 if the last run of meter ${verb} has given a result`, [{ value: ok ? 1 : 0 }]);

/** The metrics of an earlier result, if there is one, after a run that failed. */
export const failedMetrics = (verb: string, earlier: readonly Metric[], target: string): Metric[] => {
  const failed = success(verb, false);
  return [...earlier.filter(({ name }) => name !== failed.name), ...labelled([failed], { target })];
};

/** `at`: when it ended, in ms. `partial`: why it is not complete. */
export const runMetrics = (verb: string, { ok, spent }: Envelope<unknown>, partial: string | null, at: number): Metric[] => [
  success(verb, ok),
  gauge(`meter_${verb}_partial`, `1 if the last run of meter ${verb} has read a part only`, [
    { value: partial === null ? 0 : 1 },
  ]),
  gauge(`meter_${verb}_timestamp_seconds`, `When the last run of meter ${verb} ended`, [{ value: Math.floor(at / 1000) }]),
  gauge(`meter_${verb}_duration_seconds`, `How long the last run of meter ${verb} took`, [{ value: spent?.seconds }]),
  gauge(`meter_${verb}_commands`, `Commands that the last run of meter ${verb} has sent`, [{ value: spent?.commands }]),
];
