import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { Releases } from '../profile/version.js';
import type { Provider } from './billing/provider.js';

export interface EstimateInput {
  profile: Profile;
  /** `null`: the newest release. */
  version: string | null;
  /** Releases that the data show; `null`: one was named, or nothing was looked at. */
  releases: Releases | null;
  /** Other figures for the application, such as `documented`; `null`: its own. */
  variant: string | null;
  /** The same application by the figures of a document; `null` where there is none. */
  documented: { name: string; profile: Profile } | null;
  workload: Workload;
  /** Where keys, API keys, accounts and models come from; `null`: given or assumed. */
  workloadFrom: string | null;
  /** True where nothing but the number of keys was asked for there. */
  keysOnly?: boolean;
  /** Keys of each family, by its id; absent: not counted. */
  familyKeys?: ReadonlyMap<string, number> | undefined;
  /** Of the data; `null`: not known. */
  dataBytes: number | null;
  /** Values of switches as deployed. */
  deployed: Readonly<Record<string, string>>;
  /** Values of switches to try out. */
  tried: Readonly<Record<string, string>>;
  /** Whether the deployed application looks at a switch, and how that is known. */
  readings: ReadonlyMap<string, { reads: boolean | null; because: string }>;
  /** The provider whose way of counting the third column follows. */
  provider: Provider;
  /** All whose plans are priced. */
  providers: readonly Provider[];
  flushSeconds: number;
  /** A source or family to list the commands of. */
  explain: string | null;
}
