import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { changeFlags } from '../../change/flags.js';

const commonFlags = {
  limit: Flags.string({ helpValue: 'LIMIT', description: 'which limit, if several can be changed' }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop, for meter apply',
    helpGroup: 'CHANGE',
  }),
};

const owner = Flags.string({
  helpValue: 'NAME',
  description: 'whose, by name or id; may be given more than once',
  multiple: true,
  required: true,
});

const cycle = Flags.string({ helpValue: 'NAME', description: 'a billing cycle, as the application names it (today)' });

export const setFlags = {
  owner,
  tokens: Flags.string({ helpValue: 'N', description: 'how many tokens are allowed' }),
  cost: Flags.string({ helpValue: 'USD', description: 'which cost is allowed' }),
  requests: Flags.string({ helpValue: 'N', description: 'how many requests are allowed' }),
  cycle,
  'new-owner': Flags.boolean({ description: 'also for an owner that the application has not counted yet' }),
  ...commonFlags,
};

export const unsetFlags = { owner, cycle, ...commonFlags };

export const resetFlags = { owner, cycle, ...commonFlags };

export const copyFlags = {
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only limits of this owner, by name or id; may be given more than once',
    multiple: true,
  }),
  from: Flags.string({ helpValue: 'CYCLE', description: 'the billing cycle with the limits (yesterday)' }),
  to: Flags.string({ helpValue: 'CYCLE', description: 'the billing cycle that gets them (today)' }),
  replace: Flags.boolean({ description: 'also replace other limits there' }),
  ...commonFlags,
};

export type SetFlags = InferredFlags<typeof setFlags>;
export type UnsetFlags = InferredFlags<typeof unsetFlags>;
export type CopyFlags = InferredFlags<typeof copyFlags>;
export type LimitsChangeFlags = InferredFlags<typeof commonFlags>;
