import type { EstimateInput } from '../estimate/estimate-input.js';
import type { AdviseData } from './model.js';
import type { PlanFamily } from '../change/plan/model.js';
import type { Prune } from './prunes.js';

/** What was looked at. */
export interface AdviseInput {
  /** The load as it is deployed, at the keys that are there. */
  estimate: EstimateInput;
  /** What can be pruned. */
  prunes: ReadonlyMap<Prune, readonly PlanFamily[]>;
  application: AdviseData['profile'];
  requests: Pick<AdviseData['workload'], 'requestsFrom' | 'days'>;
  measuredPerDay: number | null;
  isProviderKnown: boolean;
  /** Flags that name the server, without any secret; empty where the environment does. */
  target: string;
  /** The relay's `.env` file; `null`: nobody named it. */
  envFile: string | null;
}
