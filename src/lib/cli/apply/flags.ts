import type { InferredFlags } from '@oclif/core/interfaces';
import { carryOutFlags, changeConnectionFlags } from '../change/flags.js';

/** What is to be done stands in the plan; where it is done, and how, does not. */
export const applyFlags = { ...changeConnectionFlags, ...carryOutFlags };

export type ApplyFlags = InferredFlags<typeof applyFlags>;
