import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import type { ApplyFlags } from './flags.js';

/** What is to be done stands in the plan. Throws usage errors of one sentence. */
export const applyRequest = (flags: ApplyFlags): CarryOutRequest => carryOutRequest(flags);
