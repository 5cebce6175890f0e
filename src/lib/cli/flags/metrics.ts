import * as Flags from '@oclif/core/flags';

/** For verbs whose metrics can name owners. */
export const metricFlags = {
  'metric-owners': Flags.integer({
    helpValue: 'N',
    description: 'series for the N largest owners, by their short ids, with --format prometheus (0)',
    min: 0,
    max: 100,
    helpGroup: 'OUTPUT',
  }),
};
