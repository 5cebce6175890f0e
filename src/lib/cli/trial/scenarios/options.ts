import type { ScenarioSettings } from '../../../trial/scenarios/model.js';
import { roundTripOf } from '../rtt.js';
import type { TrialScenariosFlags } from './flags.js';

export interface TrialScenariosRequest {
  /** `NAME`, `NAME@VERSION` or a file. */
  profile: string;
  /** Names of scenarios; empty: all. */
  scenarios: readonly string[];
  settings: Omit<ScenarioSettings, 'profile' | 'release'>;
  kill: boolean;
}

/** Throws usage errors. */
export function trialScenariosRequest(flags: TrialScenariosFlags): TrialScenariosRequest {
  const { profile, scenario = [], requests, rate, concurrency, accounts, models, kill } = flags;
  return {
    profile,
    scenarios: scenario,
    settings: {
      requests,
      perSecond: rate,
      concurrency,
      apiKeys: flags['api-keys'],
      accounts,
      models,
      roundTripMs: roundTripOf(flags.rtt),
    },
    kill,
  };
}
