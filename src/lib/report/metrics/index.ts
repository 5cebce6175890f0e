/** The metrics of each verb that has some. */
import type { DoctorReport } from '../doctor/worded.js';
import type { AuditReport } from '../audit/worded.js';
import type { Envelope } from '../envelope.js';
import type { LimitersReport } from '../limiters/worded.js';
import type { LimitsData } from '../../limits/model.js';
import type { UsageData } from '../../usage/model.js';
import { labelled, merged, type Metric } from './metric.js';
import type { MetricOptions } from './options.js';
import { runMetrics } from './run.js';

/** The result of each verb that has metrics. */
interface Results {
  audit: AuditReport;
  usage: UsageData;
  limits: LimitsData;
  limiters: LimitersReport;
  doctor: DoctorReport;
}

export type MetricVerb = keyof Results;

type Maker<Verb extends MetricVerb> = (envelope: Envelope<Results[Verb]>, options: MetricOptions) => Metric[];

const MAKERS: { readonly [Verb in MetricVerb]: () => Promise<Maker<Verb>> } = {
  audit: async () => (await import('../audit/metrics.js')).auditMetrics,
  usage: async () => (await import('../usage/metrics.js')).usageMetrics,
  limits: async () => (await import('../limits/metrics.js')).limitsMetrics,
  limiters: async () => (await import('../limiters/metrics.js')).limitersMetrics,
  doctor: async () => (await import('../doctor/metrics.js')).doctorMetrics,
};

export const METRIC_VERBS = Object.keys(MAKERS) as MetricVerb[];

/** The metrics of a result, each with its server. `at`: when the run ended, in ms. */
export async function metricsOf<Verb extends MetricVerb>(
  verb: Verb,
  envelope: Envelope<Results[Verb]>,
  options: MetricOptions & { at: number },
): Promise<Metric[]> {
  const make = await MAKERS[verb]();
  const data: Results[MetricVerb] = envelope.data;
  const partial = 'source' in data ? data.source.partial : data.partial;
  const target = envelope.target === null ? {} : { target: envelope.target.name };
  return labelled(merged([...make(envelope, options), ...runMetrics(verb, envelope, partial, options.at)]), target);
}

/** The same as text, for the verb that the envelope names. */
export async function metricsText(envelope: Envelope<unknown>, options: MetricOptions & { at: number }): Promise<string> {
  const verb = METRIC_VERBS.find((each) => each === envelope.command);
  if (verb === undefined) throw new Error(`meter ${envelope.command} has no metrics`);
  const { prometheusText } = await import('../render/prometheus.js');
  return prometheusText(await metricsOf(verb, envelope as Envelope<Results[typeof verb]>, options));
}
