import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { readingFlags } from '../figures/flags.js';
import { faceFlags } from '../flags/face.js';

const { rdb: _rdb, scan: _scan, now: _now, 'show-ids': _ids, ...serverFlags } = readingFlags;

/** A command that prints no result takes them only to say so. */
export const hiddenFaceFlags = Object.fromEntries(
  Object.entries(faceFlags).map(([name, flag]) => [name, { ...flag, hidden: true }]),
) as typeof faceFlags;

export const exporterFlags = {
  listen: Flags.string({
    helpValue: 'HOST:PORT',
    description: 'address of the metrics: /metrics, /health (127.0.0.1:19121)',
  }),
  every: Flags.string({ helpValue: 'TIME', description: 'time from one round to the next (15m)' }),
  verbs: Flags.string({
    helpValue: 'LIST',
    description: 'what is run: audit, usage, limits, limiters, doctor, separated by commas (all)',
  }),
  'metric-owners': Flags.integer({
    helpValue: 'N',
    description: 'series for the N largest owners, by their short ids (0)',
    min: 0,
    max: 100,
  }),
  ...serverFlags,
};

export type ExporterFlags = InferredFlags<typeof exporterFlags>;
