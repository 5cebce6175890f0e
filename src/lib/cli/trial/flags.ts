import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { LIMITERS } from '../../trial/model.js';
import { rttFlag } from './rtt.js';

const LIMITER = 'LIMITER';
const LOAD = 'LOAD';

export const trialLimitersFlags = {
  limiter: Flags.option({
    options: LIMITERS,
    description: 'only this one; may be given more than once',
    multiple: true,
    helpGroup: LIMITER,
  })(),
  limit: Flags.integer({
    helpValue: 'N',
    description: 'requests of one subject in a window',
    default: 20,
    min: 1,
    max: 100_000,
    helpGroup: LIMITER,
  }),
  window: Flags.string({ helpValue: 'TIME', description: 'length of the window', default: '1s', helpGroup: LIMITER }),
  deadline: Flags.string({
    helpValue: 'TIME',
    description: 'a check of a script that takes longer is answered without Redis',
    default: '500ms',
    helpGroup: LIMITER,
  }),
  rtt: rttFlag(LOAD),
  rate: Flags.integer({ helpValue: 'N', description: 'checks a second', default: 500, min: 1, max: 100_000, helpGroup: LOAD }),
  concurrency: Flags.integer({
    helpValue: 'N',
    description: 'callers of a burst, and of the measurement of throughput',
    default: 200,
    min: 1,
    max: 10_000,
    helpGroup: LOAD,
  }),
  pool: Flags.integer({
    helpValue: 'N',
    description: 'connections; each serves one command at a time',
    default: 10,
    min: 1,
    max: 1_000,
    helpGroup: LOAD,
  }),
  subjects: Flags.integer({
    helpValue: 'N',
    description: 'users that share the load',
    default: 10,
    min: 1,
    max: 100_000,
    helpGroup: LOAD,
  }),
  duration: Flags.string({ helpValue: 'TIME', description: 'length of each measurement', default: '2s', helpGroup: LOAD }),
  bursts: Flags.integer({ helpValue: 'N', description: 'number of bursts', default: 5, min: 1, max: 100, helpGroup: LOAD }),
  failures: Flags.boolean({
    description: 'also forget the scripts, kill the server, and stop it from answering (yes)',
    allowNo: true,
    default: true,
    helpGroup: LOAD,
  }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the result to this file instead' }),
};

export type TrialLimitersFlags = InferredFlags<typeof trialLimitersFlags>;
