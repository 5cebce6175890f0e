import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { readingFlags, reportFlags } from '../figures/flags.js';

const POOL = 'CONNECTIONS';

/** All names are read in any case. */
const { scan: _scan, ...ownReadingFlags } = readingFlags;

export const limitersFlags = {
  near: Flags.string({ helpValue: 'PERCENT', description: 'name those who have used at least this much (80)' }),
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only keys of this address, user or API key, by its name or id; may be given more than once',
    multiple: true,
  }),
  limit: Flags.string({
    helpValue: 'NAME=N/TIME',
    description: 'the size of a limit, such as GA=360/180s; may be given more than once (as --env-file says, else as usual)',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'fail-on': Flags.option({
    options: ['low', 'medium', 'high'] as const,
    description: 'exit 3 when there is a finding as severe',
  })(),
  processes: Flags.integer({ helpValue: 'N', description: 'processes of the application (1)', min: 1, helpGroup: POOL }),
  pool: Flags.integer({
    helpValue: 'N',
    description: 'connections of each process (as --env-file says, else as the application has it)',
    min: 1,
    helpGroup: POOL,
  }),
  rate: Flags.string({ helpValue: 'N', description: 'requests a second, of all processes', helpGroup: POOL }),
  rtt: Flags.string({ helpValue: 'TIME', description: 'one round trip from the application to Redis (1ms)', helpGroup: POOL }),
  ...ownReadingFlags,
  ...reportFlags,
};

export type LimitersFlags = InferredFlags<typeof limitersFlags>;
