/** Runs `meter limits` and `meter limits check`. */
import { EXIT } from '../../format/errors.js';
import { checked, type More } from '../../limits/check.js';
import type { LimitsData } from '../../limits/model.js';
import type { Envelope, Outcome } from '../../report/envelope.js';
import type { Language } from '../../report/messages/language.js';
import type { CheckReport } from '../../report/limits/check.js';
import { figuresWith, preparedFigures, type Read, type Readers } from '../figures/run.js';
import type { LimitsRequest } from './options.js';

/** `language`: of the texts of the profile. */
export const limitsWith = (
  request: LimitsRequest,
  say: (text: string) => void,
  language: Language = 'en',
): Promise<Outcome<LimitsData>> => figuresWith(request.command, request, readersFor(request), say, language);

/** The returned function reads once. */
export const preparedLimits = (request: LimitsRequest): Promise<Read<LimitsData>> =>
  preparedFigures(request.command, request, readersFor(request));

function readersFor({ asked }: LimitsRequest): Readers<LimitsData> {
  return {
    async server() {
      const { limitsOfServer } = await import('../../limits/limits-live.js');
      return (session, access, options) => limitsOfServer(session, access, { ...options, asked });
    },
    async snapshots() {
      const { limitsOfSnapshots } = await import('../../limits/limits-snapshot.js');
      return (files, options) => limitsOfSnapshots(files, { ...options, asked });
    },
  };
}

/** Exit code 3 if the owner is refused; 6 if that is not known. */
export async function checkWith(
  request: LimitsRequest & { more: More },
  say: (text: string) => void,
  language: Language = 'en',
): Promise<Outcome<CheckReport>> {
  const { envelope, exitCode } = await limitsWith(request, say, language);
  const { data, ...rest } = envelope as Envelope<LimitsData>;
  const check = checked(data, request.more);
  const report = { application: data.application, clock: data.clock, owners: data.owners, kinds: data.kinds, ...check };
  const decided = !check.allowed ? EXIT.findings : check.unknown > 0 ? EXIT.partial : EXIT.ok;
  return { envelope: { ...rest, data: report }, exitCode: exitCode === EXIT.ok ? decided : exitCode };
}
