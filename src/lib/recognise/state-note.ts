/**
 * The state note: a hash on the server in which this program records what earlier runs have changed. From it other verbs know
 * what was removed on purpose, and `meter restore` knows the order in which to undo runs.
 */
import { stateNote } from '../profile/builtin/meter/index.js';

export const STATE_KEY = stateNote.pattern;

/** Fields of the hash, one per run. One more field holds what older runs removed. */
export const RUN_FIELDS: readonly string[] = Array.from({ length: 32 }, (_, at) => String(at));
export const OLDER_FIELD = 'older';
export const STATE_FIELDS: readonly string[] = [...RUN_FIELDS, OLDER_FIELD];
/** What a snapshot's reader has to keep. */
export const STATE_HASH = { name: STATE_KEY, fields: STATE_FIELDS };
/** One command, whatever the hash contains. */
export const STATE_QUESTION: readonly [string, string, ...string[]] = ['HMGET', STATE_KEY, ...STATE_FIELDS];

/** A change to keys of one family. */
export interface NotedFamily {
  profile: string;
  id: string;
  /** As in plans, such as `delete` or `raise`. */
  action: string;
  /** Oldest and newest period, as in key names; `null`: no periods, or not counted. */
  oldest: string | null;
  newest: string | null;
  /** True: only keys of owners that were proven not to exist. */
  onlyGoneOwners?: boolean | undefined;
}

export interface NotedRun {
  /** Random id, as in the archive's header. */
  run: string;
  /** ISO 8601, UTC, by the server's clock. */
  at: string;
  /** The command as typed, such as `prune --hourly`. */
  command: string;
  /** File name of the archive, without its folder; `null`: no archive. */
  archive: string | null;
  /** Id of the previous run. */
  previous: string | null;
  /** Hours that the application's periods are ahead of UTC; `null`: the run was not certain. */
  utcOffset: number | null;
  families: NotedFamily[];
  /** It ended early, and the same command continues it. */
  stopped?: boolean | undefined;
}

export interface StateNote {
  /** Oldest first. */
  runs: readonly NotedRun[];
  /** What older runs removed that have no entry of their own any more. */
  older: readonly NotedFamily[];
}

export const NO_STATE: StateNote = { runs: [], older: [] };

/** Shortens a TTL. */
const SHORTENING = 'expire';
/**
 * Actions that remove keys of the family or parts of them, now or soon. An action that restores a TTL is not among them: it
 * restores the family's own.
 */
const TAKING: readonly string[] = ['delete', 'trim', 'rename', SHORTENING];

export const isTaking = ({ action }: NotedFamily): boolean => TAKING.includes(action);

/** True when keys of the family expire earlier than the application intends, because the user asked for it. */
export const isShortening = ({ action }: NotedFamily): boolean => action === SHORTENING;

/** The changes of all runs, by family. */
export const notedFamilies = ({ runs, older }: StateNote): NotedFamily[] => [
  ...older,
  ...runs.flatMap(({ families }) => families),
];
