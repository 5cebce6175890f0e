import type { Terms } from '../../change/course/course.js';
import { addressTyped, type TypedAddress } from '../../redis/typed-address.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import type { Agreement } from '../prompt/agree.js';
import type { CarryOutFlags } from './flags.js';

/** How a change is carried out, according to the command line. */
export interface CarryOutRequest {
  address: TypedAddress;
  maxCommands: number;
  terms: Omit<Terms, 'meterVersion'>;
  /** True: only the plan is requested, and nothing about changing is tested. */
  dryRun: boolean;
  agreement: Agreement;
}

type Given = CarryOutFlags & Parameters<typeof connectionOptions>[0] & { 'show-ids'?: boolean };

/** Throws usage errors of one sentence. */
export function carryOutRequest(flags: Given): CarryOutRequest {
  rejectContradictions(flags, [{ flags: ['archive'], with: ['no-archive'] }]);
  const address = connectionOptions(flags);
  return {
    address,
    maxCommands: flags['max-commands'] ?? Infinity,
    terms: {
      archive: flags['no-archive'] ? false : (flags.archive ?? true),
      keepsState: !flags['no-state'],
      maxOps: flags['max-ops'] ?? null,
      maxLatencyMs: durationOf('max-latency', flags['max-latency']),
      showIds: flags['show-ids'] === true,
      typed: { again: addressTyped(address), restore: addressTyped(address, 'restore') },
    },
    dryRun: flags['dry-run'],
    agreement: { yes: flags.yes, confirm: flags.confirm },
  };
}
