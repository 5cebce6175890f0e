import type { EstimateInput } from '../estimate/estimate-input.js';
import type { AdviseData } from './model.js';
import type { Look } from './look.js';

/** The facts that the advice is based on. */
export interface AdviseInput {
  /** The deployed load, with the current number of keys. */
  estimate: EstimateInput;
  prunes: Look['prunes'];
  rollups: Look['rollups'];
  source: AdviseData['source'];
  application: AdviseData['profile'];
  requests: Pick<AdviseData['workload'], 'requestsFrom' | 'days'>;
  measuredPerDay: number | null;
  isProviderKnown: boolean;
  /** Flags that select the server and the profiles, without any secret; empty when the environment selects the server. */
  target: string;
  /** The relay's `.env` file; `null`: not given. */
  envFile: string | null;
}
