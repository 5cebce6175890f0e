/** The number of keys in the relay's own Redis, and its releases, for verbs that need no server. If it does not answer, this is not a failure. */
import { MeterError } from '../../format/errors.js';
import type { Profile } from '../../profile/types.js';
import type { Releases } from '../../profile/version.js';
import { openLedger } from '../../redis/ledger.js';
import { readOnlyGuard } from '../../redis/guard.js';
import { targetName, type Target } from '../../redis/target.js';
import type { Envelope } from '../../report/envelope.js';
import type { Notice } from '../../report/messages/notices.js';

/** Maximum waits for the connection and for each reply, unless `--timeout` is given. */
const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 1000;

export interface RelayAnswer {
  /** `null`: unknown, or not asked. */
  keys: number | null;
  /** The releases that the data show; `null`: unknown, or not asked. */
  releases: Releases | null;
  /** The server's name; `null`: its address cannot be read. */
  name: string | null;
  /** Empty if the server has replied. */
  warnings: Notice[];
  spent: Envelope<unknown>['spent'];
}

export interface RelayQuestion {
  keys: boolean;
  /** The profile of the application whose releases are wanted; `null`: they are not. */
  releasesOf: Profile | null;
  /** In milliseconds. */
  timeout?: number | undefined;
}

/** Asks the server that `resolve` returns. */
export async function askRelay(
  { keys: wantsKeys, releasesOf, timeout }: RelayQuestion,
  resolve: () => Promise<Target>,
): Promise<RelayAnswer> {
  const ledger = openLedger();
  const startedAt = performance.now();
  const answer: Omit<RelayAnswer, 'spent'> = { keys: null, releases: null, name: null, warnings: [] };
  const failed = (code: 'keys-not-counted' | 'release-not-asked', error: unknown): void => {
    if (!(error instanceof MeterError)) throw error;
    answer.warnings.push({ code, params: { error: error.code, message: error.message } });
  };
  try {
    const target = await resolve();
    answer.name = targetName(target);
    const [{ openSession }, { countKeys }, { askReleases }] = await Promise.all([
      import('../../redis/topology.js'),
      import('../../redis/count-keys.js'),
      import('../../recognise/ask-releases.js'),
    ]);
    const access = { guard: readOnlyGuard(), ledger };
    const waits = { connectTimeoutMs: timeout ?? CONNECT_TIMEOUT_MS, commandTimeoutMs: timeout ?? COMMAND_TIMEOUT_MS };
    const session = await openSession({ ...target, ...waits }, access);
    try {
      if (wantsKeys) answer.keys = await countKeys(session);
      if (releasesOf !== null && answer.keys !== 0)
        try {
          const { releases, partly } = await askReleases(session, access, releasesOf);
          answer.releases = releases;
          if (partly !== null) answer.warnings.push({ code: 'release-from-some-names', params: { names: partly } });
        } catch (error) {
          failed('release-not-asked', error);
        }
    } finally {
      session.close();
    }
  } catch (error) {
    failed(wantsKeys ? 'keys-not-counted' : 'release-not-asked', error);
  }
  const { commands, roundTrips } = ledger;
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  return { ...answer, spent: commands === 0 ? null : { commands, roundTrips, seconds } };
}
