import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { readingFlags } from '../figures/flags.js';
import { metricFlags } from '../flags/metrics.js';

const { rdb: _rdb, scan: _scan, now: _now, 'show-ids': _ids, ...serverFlags } = readingFlags;

export const exporterFlags = {
  listen: Flags.string({
    helpValue: 'HOST:PORT',
    description: 'address of the metrics: /metrics, /health (127.0.0.1:9121)',
  }),
  every: Flags.string({ helpValue: 'TIME', description: 'time from one round to the next (15m)' }),
  verbs: Flags.string({
    helpValue: 'LIST',
    description: 'what is run: audit, usage, limits, limiters, doctor, separated by commas (all)',
  }),
  ...metricFlags,
  ...serverFlags,
};

export type ExporterFlags = InferredFlags<typeof exporterFlags>;
