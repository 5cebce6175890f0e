/** The engine without a verb, over a port that may be a proxy's. */
import type { ArchiveWriter } from '../../../../src/lib/change/archive/writer.js';
import { openEngine, type Engine } from '../../../../src/lib/change/engine/engine.js';
import { keyedSender, type KeyedSender } from '../../../../src/lib/change/engine/keyed-sender.js';
import { newRunId } from '../../../../src/lib/change/engine/notes.js';
import { CHANGE_SCRIPTS } from '../../../../src/lib/change/engine/scripts.js';
import { changeGuard } from '../../../../src/lib/redis/guard.js';
import { openLedger, type Ledger } from '../../../../src/lib/redis/ledger.js';
import { openSession, type Session, type SessionNode } from '../../../../src/lib/redis/topology.js';
import { bulkOptions } from '../../../support/connection.js';

export interface EngineOver {
  engine: Engine;
  session: Session;
  sender: KeyedSender;
  node: SessionNode;
  run: string;
  ledger: Ledger;
  close: () => void;
}

/** `ceiling`: commands in total. */
export async function engineOver(
  port: number,
  way: Engine['way'],
  archive: ArchiveWriter | null,
  ceiling?: number,
): Promise<EngineOver> {
  const guard = changeGuard(CHANGE_SCRIPTS);
  const { target } = await bulkOptions(port, { guard });
  const access = { guard, ledger: openLedger(ceiling) };
  const session = await openSession(target, access);
  const sender = keyedSender({ session, ...access, db: 0 });
  const run = newRunId();
  const abilities = { scripts: way === 'scripts', transactions: true, dump: true };
  const engine = openEngine({ run, session, sender, abilities, archive, ...access, db: 0 });
  return {
    engine,
    session,
    sender,
    run,
    ledger: access.ledger,
    node: session.nodes[0],
    close() {
      engine.close();
      sender.close();
      session.close();
    },
  };
}
