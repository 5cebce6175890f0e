import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { readingFlags, reportFlags } from '../figures/flags.js';
import { metricFlags } from '../flags/metrics.js';

/** Flags of both verbs about limits. */
const commonFlags = {
  cycle: Flags.string({ helpValue: 'NAME', description: 'a billing cycle, as the application names it (today)' }),
  ...readingFlags,
};

export const limitsFlags = {
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only limits of this API key, by its name or id; account:NAME, user:NAME; may be given more than once',
    multiple: true,
  }),
  near: Flags.string({ helpValue: 'PERCENT', description: 'only limits of which at least this much is used' }),
  ...commonFlags,
  ...reportFlags,
  ...metricFlags,
};

export const checkFlags = {
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'the API key, by its name or id; account:NAME, user:NAME',
    required: true,
  }),
  tokens: Flags.string({ helpValue: 'N', description: 'would so many tokens more reach a limit?' }),
  cost: Flags.string({ helpValue: 'USD', description: 'would this cost more reach a limit?' }),
  ...commonFlags,
};

export type CommonFlags = InferredFlags<typeof commonFlags>;
export type LimitsFlags = InferredFlags<typeof limitsFlags>;
export type CheckFlags = InferredFlags<typeof checkFlags>;
