/** What a check has seen, by its code. The sentences are in report/messages. */
/** A switch that the release does not read, and how that is known. */
export interface KnownSwitch {
  env: string;
  because: string;
}

type Nothing = Record<never, never>;

/** A key that an attack is known to leave. */
export interface PlantedKey {
  name: string;
  /** What its value looks like; `null`: like nothing that is known. */
  holds: 'cron-line' | 'ssh-key' | 'shell' | null;
}

/** Who can reach the server: this machine only, a private network, the internet, or a host whose address is unknown. */
export type Reach = 'local' | 'private' | 'public' | 'unknown';

export interface DoctorEvidence {
  connected: { nodes: number; mode: string; user: string | null };
  'not-connected': { message: string };
  pings: { node: string; sent: number; p50Seconds: number; p99Seconds: number; maxSeconds: number };
  /** A command got no answer within this time. */
  'no-answer': { seconds: number };
  'command-times': { commands: { command: string; p99Seconds: number }[]; counted: number };
  'slow-commands': {
    entries: number;
    thresholdSeconds: number;
    slowest: { command: string; seconds: number; agoSeconds: number } | null;
  };
  pauses: { events: { event: string; maxSeconds: number; agoSeconds: number }[] };
  'memory-used': { usedMemory: number; maxmemory: number };
  'system-memory': { usedMemory: number; total: number };
  policy: { policy: string };
  evicted: { keys: number };
  fragmentation: { ratio: number; lostBytes: number };
  saving: { by: string };
  'only-cache': Nothing;
  'last-save': { agoSeconds: number };
  'slow-fork': { seconds: number };
  'delayed-fsync': { times: number };
  clients: { connected: number; maxclients: number; blocked: number };
  rejected: { connections: number };
  pool: { processes: number; pool: number; connections: number; maxclients: number | null; shared: boolean };
  'pool-load': { rate: number; rttSeconds: number; share: number; waiting: number; mostRate: number };
  'no-replica': Nothing;
  replicas: { count: number; lagBytes: number | null };
  'replica-of': { master: string; isUp: boolean; silentSeconds: number | null };
  'too-few-replicas': { count: number; needed: number };
  'cluster-state': { state: string; masters: number; failing: number; unassigned: number };
  'masters-alone': { count: number };
  /** `known`: of the master, as they say; `null`: they do not. */
  sentinels: { named: number; answered: number; known: number | null; quorum: number | null };
  'no-errors': Nothing;
  'error-counts': { errors: { name: string; count: number; now: number }[]; seconds: number };
  'keys-unused': Nothing;
  'expired-waiting': { share: number };
  'hot-keys': { by: 'frequency' | 'hotkeys'; keys: { key: string; weight: number }[] };
  'no-hot-key': { by: 'frequency' | 'hotkeys' };
  server: { product: string; provider: string | null; missing: string[]; denied: string[] };
  /** `asOf`: the date of the list. */
  supported: { product: string; version: string; until: string | null; asOf: string };
  'support-ended': { product: string; version: string; ended: string };
  open: { reach: Reach };
  'open-to-all': { reach: Reach };
  'password-needed': Nothing;
  user: { user: string };
  encrypted: Nothing;
  'not-encrypted': { reach: Reach };
  listening: { bind: string | null; protectedMode: boolean | null; reach: Reach };
  'planted-keys': { keys: PlantedKey[] };
  'odd-file': { setting: 'dir' | 'dbfilename'; value: string };
  'no-signs': { keys: number };
  'switch-unknown': { env: string; near: string };
  'switch-ignored': { switches: KnownSwitch[] };
  'switch-value': { env: string; takes: string; readAs: string };
  'switch-twice': { env: string };
  'switches-read': { count: number };
  offset: { utcOffset: number; evidence: string };
  'offset-differs': { inFile: number; inData: number; evidence: string };
  'offset-unreadable': { env: string; readAs: number };
  /** `replica`: the unknown are those that write, which a replica does not queue. */
  'rights-told': { yes: number; partly: string[]; no: string[]; unknown: string[]; replica: boolean };
}
