/** Runs `meter limiters`. */
import { EXIT } from '../../format/errors.js';
import { isAtLeast } from '../../audit/severity.js';
import type { LimitersAsked } from '../../limiters/input.js';
import type { LimitersData } from '../../limiters/model.js';
import { addressTyped } from '../../redis/typed-address.js';
import type { Envelope, Outcome } from '../../report/envelope.js';
import { en } from '../../report/messages/en.js';
import type { Messages } from '../../report/messages/messages.js';
import { wordedLimiters, type LimitersReport } from '../../report/limiters/worded.js';
import { onceWith } from '../base/once.js';
import { preparedFigures, type Read, type Readers } from '../figures/run.js';
import { variablesIn } from '../base/variables.js';
import { readingTyped } from '../flags/reading-typed.js';
import type { LimitersRequest } from './options.js';

/** Exit code 3 for a finding at or above `failOn`. */
export const limitersWith = async (
  request: LimitersRequest,
  say: (text: string) => void,
  messages: Messages,
): Promise<Outcome<LimitersReport>> => onceWith(request, say, messages.talk, await preparedLimiters(request, messages));

/** The returned function reads once. */
export async function preparedLimiters(request: LimitersRequest, messages: Messages = en): Promise<Read<LimitersReport>> {
  const { near, owners, stated, pool, address, failOn } = request;
  const env = address.envFile === undefined ? null : await variablesIn(address.envFile);
  const asked: LimitersAsked = { settings: { stated, env }, near, owners, pool };
  const readers: Readers<LimitersData> = {
    async guard() {
      return (await import('../../redis/guard.js')).limitersGuard();
    },
    async server() {
      const { limitersOfServer } = await import('../../limiters/limiters-live.js');
      return (session, access, options) => limitersOfServer(session, access, { ...options, asked });
    },
    async snapshots() {
      const { limitersOfSnapshots } = await import('../../limiters/limiters-snapshot.js');
      return (files, options) => limitersOfSnapshots(files, { ...options, asked });
    },
  };
  const read = await preparedFigures('limiters', request, readers, messages.language);
  return async (once) => {
    const { envelope, exitCode } = await read(once);
    const { data, ...rest } = envelope as Envelope<LimitersData>;
    const typed = { server: rest.target === null ? '' : addressTyped(address), reading: readingTyped(request) };
    const failed = isAtLeast(data.findings, failOn) ? EXIT.findings : EXIT.ok;
    return { envelope: { ...rest, data: wordedLimiters(data, typed, messages) }, exitCode: exitCode || failed };
  };
}
