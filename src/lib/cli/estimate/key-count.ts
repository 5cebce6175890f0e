/** The number of keys in the relay's own Redis, and the release that it stores there, for verbs that need no server. If it does not answer, this is not a failure. */
import { MeterError } from '../../format/errors.js';
import type { Profile } from '../../profile/types.js';
import type { Releases } from '../../profile/version.js';
import { releaseKeyOf, storedRelease } from '../../recognise/stored-release.js';
import { openLedger } from '../../redis/ledger.js';
import { readOnlyGuard } from '../../redis/guard.js';
import { targetName, type Target } from '../../redis/target.js';
import type { Envelope } from '../../report/envelope.js';
import type { Notice } from '../../report/messages/notices.js';

/** Maximum waits for the connection and for the reply, unless `--timeout` is given. */
const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 1000;

export interface KeyCount {
  /** `null`: unknown. */
  keys: number | null;
  /** The release that the application has stored; `null`: none, or unknown. */
  releases: Releases | null;
  /** The server's name; `null`: its address cannot be read. */
  name: string | null;
  /** Empty if the server has replied. */
  warnings: Notice[];
  spent: Envelope<unknown>['spent'];
}

/** Asks the server that `resolve` returns. `timeout`: in milliseconds. */
export async function countKeysOf(profile: Profile, resolve: () => Promise<Target>, timeout?: number): Promise<KeyCount> {
  const ledger = openLedger();
  const startedAt = performance.now();
  let name: string | null = null;
  const counted = (answer: { keys: number; text: string | null } | null, warnings: Notice[]): KeyCount => {
    const { commands, roundTrips } = ledger;
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const releases = storedRelease(answer?.text ?? null);
    return {
      keys: answer?.keys ?? null,
      releases,
      name,
      warnings,
      spent: commands === 0 ? null : { commands, roundTrips, seconds },
    };
  };
  try {
    const target = await resolve();
    name = targetName(target);
    const { countKeys } = await import('../../redis/count-keys.js');
    const waits = { connectTimeoutMs: timeout ?? CONNECT_TIMEOUT_MS, commandTimeoutMs: timeout ?? COMMAND_TIMEOUT_MS };
    return counted(await countKeys({ ...target, ...waits }, { guard: readOnlyGuard(), ledger }, releaseKeyOf(profile)), []);
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    return counted(null, [{ code: 'keys-not-counted', params: { error: error.code, message: error.message } }]);
  }
}
