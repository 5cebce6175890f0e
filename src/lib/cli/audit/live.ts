import type { AuditOutcome } from '../../audit/audit.js';
import type { AuditOptions } from '../../audit/options.js';
import type { AuditFlags } from './flags.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { durationOf } from '../flags/duration.js';

/** What of the audit's options does not depend on where the keys come from. */
export type CommonOptions = Omit<AuditOptions, 'exact' | 'databases' | 'maxLatencyMs' | 'lengths'>;

/** What an audit came to, and what it has cost. */
export interface AuditRun {
  outcome: AuditOutcome;
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
}

/** Checks the flags that say which server to read and how; what it returns reads it. */
export async function liveRun(flags: AuditFlags): Promise<(common: CommonOptions) => Promise<AuditRun>> {
  const maxLatencyMs = durationOf('max-latency', flags['max-latency']);
  const { target, databases } = await targetFrom(flags);
  const [{ readOnlyGuard }, { openLedger }, { runAudit }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../audit/audit.js'),
  ]);
  return async (common) => {
    const access = { guard: readOnlyGuard(), ledger: openLedger(flags['max-commands'] ?? Infinity) };
    const session = await connect(target, { ...access, signal: common.signal });
    try {
      const { exact, lengths } = flags;
      const outcome = await runAudit(session, access, { ...common, exact, lengths, databases, maxLatencyMs });
      const { commands, roundTrips } = access.ledger;
      return { outcome, target: targetInfo(session, databases), commands, roundTrips };
    } finally {
      session.close();
    }
  };
}
