import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import type { CheckRequest } from '../consistency/options.js';
import type { ConsistencyFlags } from '../consistency/flags.js';

/** Options of `meter fix-consistency --apply`. */
export interface RepairVerbRequest {
  how: CarryOutRequest;
  check: CheckRequest;
  asTyped: string;
}

/** Throws usage errors of one sentence. */
export const repairRequest = (flags: ConsistencyFlags, check: CheckRequest): RepairVerbRequest => ({
  check,
  how: carryOutRequest(flags),
  asTyped: check.repairTyped,
});
