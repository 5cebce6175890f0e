import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { readingFlags, reportFlags } from '../figures/flags.js';

const POOL = 'CONNECTIONS';

/** A server is asked, not a snapshot, and the names of its keys only to recognise the application. */
const { rdb: _rdb, scan: _scan, ...serverFlags } = readingFlags;

export const doctorFlags = {
  pings: Flags.integer({ helpValue: 'N', description: 'PINGs to each node, one in 10 ms; 0: none (100)', min: 0, max: 6000 }),
  within: Flags.string({ helpValue: 'TIME', description: 'skip what is not checked within this time', default: '30s' }),
  'fail-on': Flags.option({ options: ['warn', 'fail'] as const, description: 'exit 3 when a check ends so, or worse' })(),
  processes: Flags.integer({ helpValue: 'N', description: 'processes of the application (1)', min: 1, helpGroup: POOL }),
  pool: Flags.integer({
    helpValue: 'N',
    description: 'connections of each process (as --env-file says, else as the application has it)',
    min: 1,
    helpGroup: POOL,
  }),
  rate: Flags.string({ helpValue: 'N', description: 'requests a second, of all processes', helpGroup: POOL }),
  rtt: Flags.string({
    helpValue: 'TIME',
    description: 'one round trip from the application to Redis (as measured from here)',
    helpGroup: POOL,
  }),
  ...serverFlags,
  ...reportFlags,
};

export type DoctorFlags = InferredFlags<typeof doctorFlags>;
