import { flagsTyped } from '../../format/shell.js';
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
  asTyped: asTyped(flags),
});

/** The part of the command line that says what to do, for people and for the archive, without addresses and credentials. */
export function asTyped(flags: ConsistencyFlags): string {
  const typed = flagsTyped({
    'allow-lower': flags['allow-lower'],
    invariant: flags.invariant,
    family: flags.family,
    owner: flags.owner,
    since: flags.since,
    now: flags.now,
    'utc-offset': flags['utc-offset'],
    profile: flags.profile.filter((spec) => spec !== 'auto'),
  });
  return ['fix-consistency --apply', ...typed].join(' ');
}
