import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import type { ApplyFlags } from './flags.js';

/** The plan says what to do. Throws usage errors of one sentence. */
export const applyRequest = (flags: ApplyFlags): CarryOutRequest => carryOutRequest(flags);
