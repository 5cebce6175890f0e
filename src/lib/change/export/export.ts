/** Copies keys into an archive. Sends only reading commands. */
import { MeterError } from '../../format/errors.js';
import { meterItself } from '../../profile/builtin/meter/index.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../../profile/classify.js';
import { keySegments } from '../../profile/pattern.js';
import type { Access } from '../../redis/control.js';
import { ReplyError } from '../../redis/resp.js';
import { SteadyConnection } from '../../redis/steady-connection.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { passOverKeys } from '../engine/key-pass.js';
import { readDumps, readTypedValues } from '../engine/read-values.js';
import { openThrottle, type Throttle } from '../engine/throttle.js';

export interface ExportOptions {
  db: number;
  profiles: readonly CompiledProfile[];
  /** Ids; empty: every family. */
  families: readonly string[];
  /** Also keys that no profile knows. */
  unrecognised: boolean;
  archive: ArchiveWriter;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Number of keys that were read. */
  onProgress(keys: number): void;
}

export interface Exported {
  /** Number of keys that were read. */
  seen: number;
  keys: number;
  /** Keys that no profile knows, copied or not. */
  unrecognised: number;
  families: Map<string, { family: CompiledFamily | null; keys: number }>;
  /** True when every key was read. */
  complete: boolean;
  /** Why it ended early; `null`: it did not, or it was interrupted. */
  failure: MeterError | null;
}

/** Family of keys that no profile knows. */
const UNRECOGNISED = 'unrecognised';
/** Keys per pipeline: values may be large. */
const TOGETHER = 64;
// No application writes this key.
const PROBE_KEY = 'meter:probe';

export async function exportKeys(session: Session, access: Access, options: ExportOptions): Promise<Exported> {
  const { db, signal, maxLatencyMs } = options;
  const result: Exported = { seen: 0, keys: 0, unrecognised: 0, families: new Map(), complete: false, failure: null };
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    maxLatencyMs,
  );
  const own = compileProfile(meterItself);
  const readers = readersOf(session, access, db);
  try {
    const complete = await passOverKeys({ session, ...access, db, maxLatencyMs, signal }, async ({ names }, number) => {
      await copyBatch([...names], await readers.of(session.nodes[number]!), { ...options, own, throttle, result });
    });
    result.complete = complete && !signal.aborted;
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    throttle.close();
    readers.close();
  }
  return result;
}

/** A connection to a node, and whether it has DUMP. */
interface Reader {
  connection: SteadyConnection;
  dump: boolean;
}

function readersOf({ target }: Session, access: Access, db: number): { of(node: SessionNode): Promise<Reader>; close(): void } {
  const known = new Map<SessionNode, Promise<Reader>>();
  const open = async ({ address, readonly }: SessionNode): Promise<Reader> => {
    // Copying must not change when keys were last used.
    const connection = await SteadyConnection.open({ target, address, ...access, readonly, noTouch: true, db });
    const [reply] = await connection.send([['DUMP', PROBE_KEY]]);
    return { connection, dump: !(reply instanceof ReplyError) || /^MOVED\b/.test(reply.message) };
  };
  return {
    of(node) {
      const reader = known.get(node) ?? open(node);
      known.set(node, reader);
      return reader;
    },
    close() {
      for (const reader of known.values())
        reader.then(
          ({ connection }) => connection.close(),
          () => {},
        );
    },
  };
}

type Run = ExportOptions & { own: CompiledProfile; throttle: Throttle; result: Exported };

async function copyBatch(names: readonly string[], reader: Reader, run: Run): Promise<void> {
  const wanted = names.flatMap((name) => {
    const family = wantedFamily(name, run);
    return family === undefined ? [] : [{ name, family }];
  });
  run.result.seen += names.length;
  for (let at = 0; at < wanted.length && !run.signal.aborted; at += TOGETHER)
    await copyKeys(wanted.slice(at, at + TOGETHER), reader, run);
  run.onProgress(run.result.seen);
}

/** `undefined`: the key is not selected; `null`: no profile knows it. */
function wantedFamily(name: string, { profiles, families, unrecognised, own, result }: Run): CompiledFamily | null | undefined {
  const segments = keySegments(name);
  // Restore notes of this server have no meaning on another.
  if (own.match(segments)) return undefined;
  for (const profile of profiles) {
    const family = profile.match(segments);
    if (family) return families.length === 0 || families.includes(family.family.id) ? family : undefined;
  }
  result.unrecognised++;
  return unrecognised ? null : undefined;
}

interface WantedKey {
  name: string;
  family: CompiledFamily | null;
}

async function copyKeys(keys: readonly WantedKey[], { connection, dump }: Reader, run: Run): Promise<void> {
  const { db, archive, result, throttle } = run;
  await throttle.turn(keys.length);
  const names = keys.map(({ name }) => name);
  const found = await (dump ? readDumps(connection, names) : readTypedValues(connection, names));
  const held = keys.flatMap((key, index) => {
    const value = found[index]!.key;
    return value ? [{ ...key, ...value }] : [];
  });
  await archive.append(
    held.map(({ name, family, value, expireAtMs }) => {
      return { db, name, family: family?.family.id ?? UNRECOGNISED, action: 'copy', value, expireAtMs };
    }),
  );
  for (const { family } of held) {
    const id = family?.family.id ?? UNRECOGNISED;
    const row = result.families.get(id) ?? { family, keys: 0 };
    result.families.set(id, row);
    row.keys++;
    result.keys++;
  }
}
