import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { auditFlags } from '../audit/flags.js';

const { rdb, profile, exact, 'max-commands': maxCommands, 'max-latency': maxLatency, output, ...others } = auditFlags;
const {
  pattern: _pattern,
  type: _type,
  limit: _limit,
  lengths: _lengths,
  'compare-to': _compareTo,
  'fail-on': _failOn,
  'show-ids': _showIds,
  history: _history,
  ...reaching
} = others;

export const growthFlags = {
  days: Flags.string({
    helpValue: 'DAYS',
    description: 'how many days ahead, at most 365, separated by commas',
    default: '7,30,90',
  }),
  newest: Flags.boolean({ description: 'of a history only the newest audit, without a trend' }),
  output,
  rdb,
  profile,
  exact,
  'max-commands': maxCommands,
  'max-latency': maxLatency,
  ...reaching,
};

export type GrowthFlags = InferredFlags<typeof growthFlags>;
