/** The verbs that the exporter runs, each from the options of one request. */
import type { Job } from '../../exporter/rounds.js';
import { EXIT } from '../../format/errors.js';
import { outgoingData } from '../../format/outgoing.js';
import type { Envelope, Outcome } from '../../report/envelope.js';
import { metricsOf, type MetricVerb } from '../../report/metrics/index.js';
import type { Metric } from '../../report/metrics/metric.js';
import { PLAIN_AUDIT } from '../audit/options.js';
import type { Once } from '../base/once.js';
import type { ExporterRequest } from './options.js';

type Look = (once: Once) => Promise<Outcome<unknown>>;

/** Reports errors of the request before anything is read. */
export const jobsOf = (request: ExporterRequest): Promise<Job<Metric[]>[]> =>
  Promise.all(
    request.verbs.map(async (verb): Promise<Job<Metric[]>> => {
      const look = await prepared(verb, request);
      return {
        name: verb,
        async run(signal) {
          const { envelope, exitCode, failure } = await look({ now: new Date(), signal, onProgress: () => {} });
          // The doctor reports a server that it cannot reach; of others there is no result then.
          if (failure && verb !== 'doctor') throw failure;
          const ok = envelope.ok && exitCode !== EXIT.connection;
          const safe = outgoingData({ ...envelope, ok }, { safe: false }) as Envelope<never>;
          const result = await metricsOf(verb, safe, { owners: request.owners, at: Date.now() });
          return { result, failure: failure ?? null };
        },
      };
    }),
  );

async function prepared(verb: MetricVerb, { reading, owners }: ExporterRequest): Promise<Look> {
  switch (verb) {
    case 'audit': {
      const { preparedAudit } = await import('../audit/run.js');
      const { scan: _scan, ...common } = reading;
      return preparedAudit({ ...PLAIN_AUDIT, ...common, lengths: false });
    }
    case 'usage': {
      const { preparedUsage } = await import('../usage/run.js');
      const asked = { by: [], period: null, weekStart: 1, owners: [], sort: null, compare: false, metrics: null };
      return preparedUsage({ ...reading, asked: { ...asked, top: owners || null }, anonymous: false });
    }
    case 'limits': {
      const { preparedLimits } = await import('../limits/run.js');
      return preparedLimits({ ...reading, command: 'limits', asked: { owners: [], near: null, cycle: null } });
    }
    case 'limiters': {
      const { preparedLimiters } = await import('../limiters/run.js');
      return preparedLimiters({ ...reading, near: null, owners: [], stated: [], pool: null, failOn: null });
    }
    case 'doctor': {
      const { preparedDoctor } = await import('../doctor/run.js');
      const pool = { processes: 1, pool: null, rate: null, rttSeconds: null };
      // A server counts what a user may not send as an error.
      return preparedDoctor({ ...reading, pings: PINGS, withinMs: WITHIN_MS, pool, failOn: null }, { rights: false });
    }
  }
}

const PINGS = 100;
const WITHIN_MS = 30_000;
