import type { Amount } from '../format/json-types.js';
import type { Workload, WorkloadCount } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Releases } from '../profile/version.js';
import type { Provider } from './billing/provider.js';

/** Default interval in seconds of the remedy that buffers statistics. */
export const FLUSH_SECONDS = 60;

export interface EstimateInput {
  profile: Profile;
  /** `null`: the newest release. */
  version: string | null;
  /** Releases that the data show; `null`: the user named one, or no data were read. */
  releases: Releases | null;
  /** Alternative figures for the application, such as `documented`; `null`: its own. */
  variant: string | null;
  /** The same application with the figures of a document; `null`: no document. */
  documented: { name: string; profile: Profile } | null;
  workload: Workload;
  /** Numbers of the workload that are neither given nor counted; absent: none. */
  assumed?: readonly WorkloadCount[];
  /** Source of the numbers of keys, API keys, accounts and models; `null`: given or assumed. */
  workloadFrom: string | null;
  /** True when that source gives only the number of keys. */
  keysOnly?: boolean;
  /** Keys by family id; absent: not counted. */
  familyKeys?: ReadonlyMap<string, number> | undefined;
  /** Bytes of the data; `null`: unknown. */
  dataBytes: Amount | null;
  /** Deployed switch values. */
  deployed: Readonly<Record<string, string>>;
  /** Switch values to try. */
  tried: Readonly<Record<string, string>>;
  /** Whether the deployed application reads a switch, and the evidence. */
  readings: ReadonlyMap<string, { reads: boolean | null; because: string }>;
  /** The provider whose billing rules apply to the third column. */
  provider: Provider;
  /** All providers whose plans are priced. */
  providers: readonly Provider[];
  /** Interval of the remedy that buffers statistics. */
  flushSeconds: number;
  /** The source or family whose commands are listed. */
  explain: string | null;
}
