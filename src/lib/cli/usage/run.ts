/** Runs `meter usage`. */
import type { Outcome } from '../../report/envelope.js';
import type { Language } from '../../report/messages/language.js';
import type { Profile } from '../../profile/types.js';
import type { UsageData } from '../../usage/model.js';
import type { ReadingOptions } from '../../usage/reading.js';
import type { UsageOptions } from '../../usage/usage.js';
import { deployedSwitches } from '../base/deployed-switches.js';
import { figuresWith, preparedFigures, type Read, type Readers } from '../figures/run.js';
import type { UsageRequest } from './options.js';

/** `language`: of the texts of the profile. */
export const usageWith = (
  request: UsageRequest,
  say: (text: string) => void,
  language: Language = 'en',
): Promise<Outcome<UsageData>> => figuresWith('usage', request, readersFor(request), say, language);

/** The returned function reads once. */
export const preparedUsage = (request: UsageRequest): Promise<Read<UsageData>> =>
  preparedFigures('usage', request, readersFor(request));

function readersFor(request: UsageRequest): Readers<UsageData> {
  const { asked, anonymous, address } = request;
  const withOwn = async <Options extends ReadingOptions>(options: Options): Promise<Options & UsageOptions> => {
    const values = await switchValues(options.profiles, address.envFile ?? null);
    return { ...options, asked, anonymous, switches: ({ name }) => values.get(name) ?? {} };
  };
  return {
    async server() {
      const { usageOfServer } = await import('../../usage/usage-live.js');
      return async (session, access, options) => usageOfServer(session, access, await withOwn(options));
    },
    async snapshots() {
      const { usageOfSnapshots } = await import('../../usage/usage-snapshot.js');
      return async (files, options) => usageOfSnapshots(files, await withOwn(options));
    },
  };
}

/** Switches with other values than their defaults, by profile. */
async function switchValues(
  profiles: readonly Profile[],
  file: string | null,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const values = new Map<string, Readonly<Record<string, string>>>();
  for (const profile of profiles) values.set(profile.name, (await deployedSwitches(profile, file)).values);
  return values;
}
