/** Connections to a test server, opened and guarded as in the application. */
import type { BulkOptions } from '../../src/lib/redis/bulk-connection.js';
import { readOnlyGuard, type CommandGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { targetAddress } from '../../src/lib/redis/target.js';

export async function bulkOptions(
  port: number,
  { retry, ...given }: Partial<BulkOptions> & Pick<TargetInputs, 'retry'> = {},
): Promise<BulkOptions> {
  const target = await resolveTarget({ port, retry }, {});
  return {
    target,
    address: targetAddress(target),
    guard: readOnlyGuard(),
    ledger: openLedger(),
    readonly: false,
    noTouch: false,
    db: 0,
    ...given,
  };
}

/** The read-only guard, which reports each command before it is sent. */
export function listeningGuard(onCommand: (args: readonly string[]) => void): CommandGuard {
  const guard = readOnlyGuard();
  return {
    check(args) {
      guard.check(args);
      onCommand(args);
    },
  };
}
