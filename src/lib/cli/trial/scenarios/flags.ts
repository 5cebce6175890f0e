import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { rttFlag } from '../rtt.js';

const WORKLOAD = 'WORKLOAD';
const SCENARIOS = 'SCENARIOS';

const entities = (description: string, usual: number) =>
  Flags.integer({ helpValue: 'N', description, default: usual, min: 1, max: 10_000, helpGroup: WORKLOAD });

export const trialScenariosFlags = {
  scenario: Flags.string({
    helpValue: 'NAME',
    description: 'only this one, such as script, buffer-60s or ENABLE_HOURLY_STATS; may be given more than once',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: SCENARIOS,
  }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'NAME or NAME@VERSION of an application whose requests can be recorded',
    default: 'claude-relay-service',
    helpGroup: SCENARIOS,
  }),
  kill: Flags.boolean({
    description: 'also kill a recording process in mid-run, and count what is lost (yes)',
    allowNo: true,
    default: true,
    helpGroup: SCENARIOS,
  }),
  requests: Flags.integer({
    helpValue: 'N',
    description: 'requests of each scenario',
    default: 300,
    min: 1,
    max: 1_000_000,
    helpGroup: WORKLOAD,
  }),
  rate: Flags.integer({
    helpValue: 'N',
    description: 'requests a second',
    default: 50,
    min: 1,
    max: 10_000,
    helpGroup: WORKLOAD,
  }),
  concurrency: Flags.integer({
    helpValue: 'N',
    description: 'requests under way at once, at most; others wait',
    default: 50,
    min: 1,
    max: 10_000,
    helpGroup: WORKLOAD,
  }),
  rtt: rttFlag(WORKLOAD),
  'api-keys': entities('API keys that share the load', 1),
  accounts: entities('accounts that serve it', 2),
  models: entities('models that are asked for', 1),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the result to this file instead' }),
};

export type TrialScenariosFlags = InferredFlags<typeof trialScenariosFlags>;
