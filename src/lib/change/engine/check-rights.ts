/** Checks before any change whether the user may send the commands of a run and of its undo. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { BulkConnection } from '../../redis/bulk-connection.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import { missingRights, type MissingRight } from '../../redis/rights.js';
import type { Session } from '../../redis/topology.js';
import type { Needs } from './needs.js';
import { retryLost } from './retry-lost.js';

/** Throws (exit 4) with the commands that the user may not send on some node. */
export async function checkRights(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger; db: number },
  needs: Needs,
): Promise<void> {
  const { target, nodes } = session;
  const asked = [...new Set([...needs.run, ...needs.undo])];
  for (const { address } of nodes) {
    const options = { target, address, ...access, readonly: false, noTouch: false };
    // Each question closes its own connection.
    const ask = (): Promise<MissingRight[]> => missingRights(() => BulkConnection.open(options), asked);
    const missing = await retryLost(options, ask, () => {});
    if (missing.length > 0) throw refused(missing, needs, target.username);
  }
}

function refused(missing: readonly MissingRight[], { run }: Needs, username: string | null): MeterError {
  const own = missing.filter(({ command }) => run.includes(command));
  const named = own.length > 0 ? own : missing;
  const unknown = named.every((each) => each.unknown);
  const commands = named.map(({ command }) => command);
  const saying = says('rights-missing', { commands, undo: own.length === 0, unknown, username: username ?? 'default' });
  return failure(saying, EXIT.refused, 'denied');
}
