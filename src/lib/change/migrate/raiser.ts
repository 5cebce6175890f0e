/** Raises coarse keys of one node: archived first, then changed only while they are what they were judged to be. */
import { keptRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { readDumps, readTypedValues } from '../read-values.js';
import { runScripts } from '../script-changer.js';
import type { SteadyConnection } from '../../redis/steady-connection.js';
import { changedFields, isRaised, raiseCall, type RaiseOutcome, type ToRaise } from './raise-script.js';
import type { RaiseTransactions } from './raise-transaction.js';

export interface RaiserOptions {
  connection: SteadyConnection;
  archive: ArchiveWriter | null;
  db: number;
  dump: boolean;
  /** Used instead of scripts. */
  transactions: RaiseTransactions | null;
}

/** One answer for each: whether it was raised. Rejects with a MeterError when the run cannot go on. */
export async function raiseAll(raises: readonly ToRaise[], options: RaiserOptions): Promise<boolean[]> {
  const { connection, archive, db, dump, transactions } = options;
  if (archive) {
    const names = raises.map(({ name }) => name);
    const found = await (dump ? readDumps(connection, names) : readTypedValues(connection, names));
    await archive.append(
      raises.map((raise, index) => ({
        db,
        name: raise.name,
        family: raise.family,
        action: 'raise',
        value: found[index]!.key?.value ?? { form: 'absent' },
        expireAtMs: found[index]!.key?.expireAtMs ?? null,
        fields: changedFields(raise),
      })),
    );
  }
  const { reconnects } = connection;
  const outcomes = transactions
    ? await transactions.raise(raises)
    : (await runScripts(connection, raises.map(raiseCall))).map((reply): RaiseOutcome =>
        isRaised(reply) ? 'raised' : connection.reconnects === reconnects ? 'altered' : 'unsure',
      );
  const kept = raises.filter((_, index) => outcomes[index] === 'altered');
  await archive?.append(kept.map(({ name, family }) => keptRecord({ db, name, family })));
  return outcomes.map((outcome) => outcome === 'raised');
}
