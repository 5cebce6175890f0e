/** Reads only the names of a server and a few of its values, for verbs that do not count keys themselves. */
import { says } from '../errors/profiles.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';
import { liveProbe } from '../keyspace/live-probe.js';
import { Tally } from '../keyspace/tally.js';
import type { Profile } from '../profile/types.js';
import { beforeData } from '../redis/connect-errors.js';
import type { CommandGuard } from '../redis/guard.js';
import { infoDatabases } from '../redis/info.js';
import { BUDGET_SPENT, isBudgetSpent, type Ledger } from '../redis/ledger.js';
import { Pace } from '../redis/pace.js';
import { scanNames } from '../redis/scan.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import type { Session, SessionNode } from '../redis/topology.js';
import { withNotedOffset } from './ask-state.js';
import { compiledWithOwn } from './presence.js';
import { recognise, type Recognised } from './recognise.js';
import type { OffsetGiven } from './utc-offset.js';

export interface LiveLook {
  profiles: readonly Profile[];
  /** True when the user named the profiles. */
  asked: boolean;
  databases: number | 'all';
  offset: OffsetGiven;
  noTouch: boolean;
  /** False when reading a value would reset its idle time, on which eviction depends. */
  mayTouch: boolean;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Receives the names, some of them more than once. */
  onNames?: (names: readonly string[]) => void;
  /** Accept a partial answer when the command ceiling is reached. Otherwise throws `command-budget`. */
  partly?: boolean;
}

export interface RecognisedLive extends Recognised {
  /** True when every name was seen. */
  whole: boolean;
  /** Number of names that were seen. */
  names: number;
}

/** Maximum names per node and database. SCAN order follows the hash, so they are like a random sample. */
const MOST_NAMES = 100_000;

export async function recogniseLive(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  look: LiveLook,
): Promise<RecognisedLive> {
  const { noTouch, mayTouch, asked } = look;
  const offset = await withNotedOffset(session, look.offset);
  const compiled = compiledWithOwn(look.profiles);
  const tally = new Tally({ profiles: compiled, everything: false, now: 0, utcOffset: 0 });
  let whole = true;
  for (const node of session.nodes) {
    for (const db of databasesOf(node, look.databases)) {
      const counted = countNames(session, node, db, { tally, ...access, ...look });
      whole = (await (look.partly ? counted.catch(endedByCeiling) : counted)) && whole;
    }
  }
  const probe = liveProbe({ session, ...access, noTouch, mayTouch });
  try {
    const recognised = await recognise({ tally, compiled, probe, whole, asked, offset });
    if (look.partly !== true && (access.ledger.remaining === 0 || probe.leftOut() > 0)) throw cutShort();
    return { ...recognised, whole, names: tally.keys };
  } finally {
    probe.close();
  }
}

/** A partial answer cannot show which applications are present. */
const cutShort = (): MeterError => failure(says('recognition-budget'), EXIT.partial, BUDGET_SPENT);

/** The names counted so far are enough. */
function endedByCeiling(error: unknown): false {
  if (isBudgetSpent(error)) return false;
  throw error;
}

const databasesOf = ({ info }: SessionNode, databases: number | 'all'): number[] =>
  databases === 'all' ? infoDatabases(info).map(({ db }) => db) : [databases];

interface Counting extends Pick<LiveLook, 'noTouch' | 'maxLatencyMs' | 'signal' | 'onNames'> {
  tally: Tally;
  guard: CommandGuard;
  ledger: Ledger;
}

/** True when every name was seen. */
async function countNames(session: Session, node: SessionNode, db: number, counting: Counting): Promise<boolean> {
  const { tally, guard, ledger, noTouch, signal, maxLatencyMs, onNames } = counting;
  const { address, readonly, info } = node;
  const connection = await SteadyConnection.open({
    target: session.target,
    address,
    guard,
    ledger,
    readonly,
    noTouch,
    db,
    signal,
  });
  try {
    const startedAt = performance.now();
    await connection.send([['PING']]);
    const before = tally.keys;
    let done = false;
    for await (const { names, last } of scanNames({
      connection,
      pace: new Pace(maxLatencyMs, performance.now() - startedAt),
      filter: { match: null, type: null },
      reported: info.has('keyspace') ? (infoDatabases(info).find((row) => row.db === db)?.keys ?? 0) : null,
      signal,
      mayScan: () => ledger.remaining > 0 && tally.keys - before < MOST_NAMES,
      settle: async () => {},
    })) {
      tally.count(db, names);
      onNames?.([...names]);
      done = last;
    }
    return done;
  } catch (error) {
    throw tally.keys === 0 ? beforeData(error) : error;
  } finally {
    connection.close();
  }
}
