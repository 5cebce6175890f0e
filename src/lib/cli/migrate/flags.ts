import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { SEEDS } from '../../change/migrate/limiter-seed.js';
import { changeFlags } from '../change/flags.js';

const ROLLUP = 'ROLLUP';
const RENAME = 'RENAME';
const LIMITERS = 'LIMITERS';

export const migrateFlags = {
  rollup: Flags.string({
    helpValue: 'FROM:TO',
    description:
      'raise coarse figures that lack something to the sum of the fine ones: hourly:daily, model:total, FAMILY:FAMILY …',
    helpGroup: ROLLUP,
  }),
  prune: Flags.boolean({ description: 'then remove the fine keys that were added up', default: false, helpGroup: ROLLUP }),
  from: Flags.string({
    helpValue: 'PATTERN',
    description: 'keys to be renamed, such as usage:opus:weekly:{keyId}:{week}',
    helpGroup: RENAME,
  }),
  to: Flags.string({ helpValue: 'PATTERN', description: 'their new names, with the same placeholders', helpGroup: RENAME }),
  'on-collision': Flags.string({
    description: 'where the new name is taken: leave both, or add the numbers up',
    options: ['refuse', 'sum'],
    default: 'refuse',
    helpGroup: RENAME,
  }),
  limiters: Flags.string({
    helpValue: 'FROM:TO',
    description: 'keys of limiters to those of the next release: list:window, the lists of new-api to its counters',
    helpGroup: LIMITERS,
  }),
  seed: Flags.option({
    options: SEEDS,
    description:
      'when the requests of a list count as made: all when the newest was, so that nobody has more than the limit; all when the oldest was; or each when it was',
    helpGroup: LIMITERS,
  })(),
  limit: Flags.string({
    helpValue: 'NAME=N/TIME',
    description: 'the size of a limit, such as GA=360/180s; may be given more than once (as --env-file says, else as usual)',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: LIMITERS,
  }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop, for meter apply',
    helpGroup: 'CHANGE',
  }),
};

export type MigrateFlags = InferredFlags<typeof migrateFlags>;
