/** Everything that the checks go by. It is gathered once; the checks send no command. */
import type { ServerFacts } from '../audit/server-facts.js';
import type { ServerSays } from '../limiters/server.js';
import type { RecognisedLive } from '../recognise/recognise-live.js';
import type { OffsetDecision } from '../recognise/utc-offset.js';
import type { Capabilities } from '../redis/capabilities.js';
import type { Info } from '../redis/info.js';
import type { Heat } from './ask/hot-keys.js';
import type { Login } from './ask/login.js';
import type { Noted } from './ask/noted.js';
import type { PingTimes } from './ask/pings.js';
import type { Sentinels } from './ask/sentinels.js';
import type { Settings } from './ask/settings.js';
import type { Signs } from './ask/signs.js';
import type { Reach } from './evidence.js';
import type { VerbRights } from './model.js';
import type { DoctorOptions } from './options.js';

export interface NodeFacts {
  name: string;
  info: Info;
  settings: Settings;
  noted: Noted;
}

export interface ConnectionFacts {
  mode: 'standalone' | 'cluster' | 'sentinel';
  reach: Reach;
  tls: boolean;
  /** The wait for one answer. */
  answerSeconds: number;
  /** The provider that the host name shows; `null`: none. */
  provider: string | null;
  /** Slots of the cluster that no node holds. */
  unassigned: number;
}

export interface ClusterFacts {
  state: string;
  /** Slots whose master does not answer, or whose failure is suspected. */
  failing: number;
}

/** `null` is what was not asked, because the run ended before. */
export interface DoctorFacts {
  options: DoctorOptions;
  connection: ConnectionFacts;
  nodes: readonly NodeFacts[];
  server: ServerFacts;
  says: ServerSays | null;
  /** What the cluster says of itself; `null` also outside of a cluster. */
  cluster: ClusterFacts | null;
  capabilities: Capabilities | null;
  /** One for each node; empty: none were sent. */
  pings: readonly PingTimes[] | null;
  login: Login | null;
  /** `null` also without sentinels. */
  sentinels: Sentinels | null;
  signs: Signs | null;
  /** `denied`: the user may not read names. */
  recognised: RecognisedLive | 'denied' | null;
  /** The offset as the data alone show it. */
  dataOffset: OffsetDecision | null;
  /** `none`: nothing on the server counts uses of keys. */
  heat: Heat | 'none' | null;
  rights: VerbRights[] | null;
  /** Errors that came while the checks were made, by their first word. */
  errorsSince: { seconds: number; counts: ReadonlyMap<string, number> } | null;
  /** Why a part is missing; `null`: nothing is. */
  ended: string | null;
}

/** What the names show of the applications; `null`: unknown. */
export const recognisedIn = ({ recognised }: DoctorFacts): RecognisedLive | null => (recognised === 'denied' ? null : recognised);
