import type { AuditOutcome } from '../../audit/audit.js';
import type { AuditOptions } from '../../audit/options.js';
import type { AuditRequest } from './options.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';

/** Options of an audit that do not depend on the source of the keys. */
export type CommonOptions = Omit<AuditOptions, 'exact' | 'databases' | 'maxLatencyMs' | 'lengths'>;

/** The result of an audit, and its cost. */
export interface AuditRun {
  outcome: AuditOutcome;
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
}

/** Determines the server. The returned function reads it. */
export async function liveRun({
  address,
  maxCommands,
  ...own
}: Pick<AuditRequest, 'address' | 'exact' | 'lengths' | 'maxLatencyMs' | 'maxCommands'>): Promise<
  (common: CommonOptions) => Promise<AuditRun>
> {
  const { target, databases } = await targetFrom(address);
  const [{ readOnlyGuard }, { openLedger }, { runAudit }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../audit/audit.js'),
  ]);
  return async (common) => {
    const access = { guard: readOnlyGuard(), ledger: openLedger(maxCommands) };
    const session = await connect(target, { ...access, signal: common.signal });
    try {
      const { exact, lengths, maxLatencyMs } = own;
      const outcome = await runAudit(session, access, { ...common, exact, lengths, databases, maxLatencyMs });
      const { commands, roundTrips } = access.ledger;
      return { outcome, target: targetInfo(session, databases), commands, roundTrips };
    } finally {
      session.close();
    }
  };
}
