/** Shared by the functions that read figures: usage and limits. */
import { usageError } from '../format/errors.js';
import { figuresGuard, type CommandGuard } from '../redis/guard.js';
import type { Session } from '../redis/topology.js';
import { noticed } from '../report/noticed.js';
import type { Access, LiveReadingOptions } from '../usage/read-live.js';
import type { ReadingOptions, ReadingResult } from '../usage/reading.js';
import {
  databaseOf,
  MAX_LATENCY_MS,
  offsetOf,
  profilesOf,
  snapshotResult,
  withServer,
  type LiveLookOptions,
  type LookOptions,
  type RedisAddress,
  type Result,
} from './look.js';

export interface FiguresServerOptions extends Pick<LiveLookOptions, 'maxCommands' | 'maxLatencyMs'> {
  /** Reads all names of a large database, even if index sets are enough. */
  scan?: boolean;
}

interface Figures {
  source: { partial: string | null };
}

/** `what`: what is read, as a usage error names it. `guard`: what may be sent. */
export async function figuresServer<Data extends Figures>(
  redis: RedisAddress,
  options: LookOptions & FiguresServerOptions,
  what: string,
  read: (session: Session, access: Access, options: LiveReadingOptions) => Promise<ReadingResult<Data>>,
  guard: CommandGuard = figuresGuard(),
): Promise<Result<Data>> {
  const common = await commonOf(options, what);
  const { maxLatencyMs = MAX_LATENCY_MS, scan = false } = options;
  return withServer(
    redis,
    options,
    async (session, access) => {
      const { data, warnings } = await read(session, access, { ...common, maxLatencyMs, scan, signal: access.signal });
      return { data, ...noticed(warnings), complete: data.source.partial === null };
    },
    guard,
  );
}

export async function figuresSnapshot<Data extends Figures>(
  files: string | readonly string[],
  options: LookOptions,
  what: string,
  read: (files: readonly string[], options: ReadingOptions) => Promise<ReadingResult<Data>>,
): Promise<Result<Data>> {
  const { data, warnings } = await read([files].flat(), await commonOf(options, what));
  return snapshotResult(data, warnings);
}

async function commonOf(options: LookOptions, what: string): Promise<ReadingOptions> {
  const { profiles, asked: profilesAsked } = await profilesOf(options);
  const database = databaseOf(options);
  if (database === 'all') throw usageError(`${what} read of one database.`, 'Give its number.');
  return {
    profiles,
    profilesAsked,
    database,
    now: options.now ?? new Date(),
    offset: offsetOf(options),
    showIds: options.showIds ?? false,
    signal: options.signal ?? new AbortController().signal,
    onProgress: options.onProgress ?? (() => {}),
  };
}
