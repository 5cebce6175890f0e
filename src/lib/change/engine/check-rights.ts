/** Checks before any change whether the user may send the commands of a run and of its undo. */
import { EXIT, MeterError } from '../../format/errors.js';
import { BulkConnection } from '../../redis/bulk-connection.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import { missingRights, type AskedCommand, type MissingRight } from '../../redis/rights.js';
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
  const names = named.map(({ command }) => command);
  const what = own.length > 0 ? 'this run needs' : 'undoing this run needs';
  const unknown = named.every((each) => each.unknown);
  const grants = names.map((name) => `+${name.toLowerCase().replace(' ', '|')}`).join(' ');
  return new MeterError(
    'denied',
    EXIT.refused,
    `${unknown ? 'The server does not have' : 'The user may not send'} ${listed(names)}, which ${what}: nothing was changed.`,
    [
      ...(unknown ? [] : [`Allow it: ACL SETUSER ${username ?? 'default'} ${grants}`]),
      ...(own.length > 0 ? [] : ['To go ahead without an undo: --no-archive']),
    ],
  );
}

const listed = (names: readonly AskedCommand[]): string =>
  names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
