/** Runs a verb that reads figures: from its options to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Session } from '../../redis/topology.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import type { Language } from '../../report/messages/language.js';
import { loadTalk } from '../../report/messages/load.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { Access, LiveReadingOptions } from '../../usage/read-live.js';
import type { ReadingOptions, ReadingResult } from '../../usage/reading.js';
import { connect, targetFrom } from '../base/connect.js';
import { offsetGiven } from '../base/offset-given.js';
import { onceWith, type Once } from '../base/once.js';
import { profilesFrom } from '../base/profiles.js';
import type { ReadingRequest } from './options.js';

interface Figures {
  source: { files: string[]; partial: string | null };
}

/** Loads the code of a verb that reads a server, or snapshots. */
export interface Readers<Data> {
  server: () => Promise<(session: Session, access: Access, options: LiveReadingOptions) => Promise<ReadingResult<Data>>>;
  /** What may be sent to a server; absent: what reads figures. */
  guard?: () => Promise<CommandGuard>;
  snapshots: () => Promise<(files: readonly string[], options: ReadingOptions) => Promise<ReadingResult<Data>>>;
}

interface Run<Data> extends ReadingResult<Data> {
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
}

type Reads<Data> = (options: ReadingOptions) => Promise<Run<Data>>;

export async function figuresWith<Data extends Figures>(
  command: string,
  request: ReadingRequest,
  readers: Readers<Data>,
  say: (text: string) => void,
  language: Language = 'en',
): Promise<Outcome<Data>> {
  const read = await preparedFigures(command, request, readers, language);
  return onceWith(request, say, await loadTalk(language), read);
}

export type Read<Data> = (once: Once) => Promise<Outcome<Data>>;

/** Reports errors of the request before anything is read. The returned function reads once. */
export async function preparedFigures<Data extends Figures>(
  command: string,
  request: ReadingRequest,
  readers: Readers<Data>,
  language: Language = 'en',
): Promise<Read<Data>> {
  const { address, snapshots, showIds } = request;
  const { profiles, asked: profilesAsked } = await profilesFrom(request.profiles, language);
  const run = snapshots ? snapshotRun(snapshots, readers) : await liveRun(request, readers);
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const database = typeof address.database === 'number' ? address.database : 0;
  return async (once) => {
    const startedAt = performance.now();
    keepHeapSmall();
    const { data, warnings, target, commands, roundTrips } = await run({
      profiles,
      profilesAsked,
      database,
      offset,
      showIds,
      ...once,
    });
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const envelope = successEnvelope({ command, target, data, warnings, spent: { commands, roundTrips, seconds } });
    return { envelope, exitCode: exitCodeOf(data) };
  };
}

const exitCodeOf = ({ source: { partial } }: Figures): number =>
  partial === null ? EXIT.ok : partial === 'interrupted' ? EXIT.interrupted : EXIT.partial;

async function liveRun<Data>(
  { address, scan, maxCommands, maxLatencyMs }: ReadingRequest,
  { server, guard }: Readers<Data>,
): Promise<Reads<Data>> {
  const { target } = await targetFrom(address);
  const [{ figuresGuard }, { openLedger }, read] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    server(),
  ]);
  return async (options) => {
    const access = { guard: guard ? await guard() : figuresGuard(), ledger: openLedger(maxCommands) };
    const session = await connect(target, { ...access, signal: options.signal });
    try {
      const { db } = session.target;
      const result = await read(session, access, { ...options, database: db, scan, maxLatencyMs });
      const { commands, roundTrips } = access.ledger;
      return { ...result, target: targetInfo(session, db), commands, roundTrips };
    } finally {
      session.close();
    }
  };
}

function snapshotRun<Data extends Figures>(files: readonly string[], { snapshots }: Readers<Data>): Reads<Data> {
  return async (options) => {
    const [{ keptInput }, read] = await Promise.all([import('../../files/kept-input.js'), snapshots()]);
    const kept = await keptInput(files);
    try {
      const { data, warnings } = await read(kept.files, options);
      const named = { ...data, source: { ...data.source, files: [...files] } };
      return { data: named, warnings, target: null, commands: 0, roundTrips: 0 };
    } finally {
      await kept.remove();
    }
  };
}
