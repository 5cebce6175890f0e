/**
 * The state note: what earlier runs of this program have changed on a server, as they have noted it there. By it other verbs know what was
 * removed on purpose, and `meter restore` knows in which order runs have to be undone.
 */
import { stateNote } from '../profile/builtin/meter/index.js';

export const STATE_KEY = stateNote.pattern;

/** Fields of the hash, each with one run; of older runs only what they removed is kept, in one field more. */
export const RUN_FIELDS: readonly string[] = Array.from({ length: 32 }, (_, at) => String(at));
export const OLDER_FIELD = 'older';
export const STATE_FIELDS: readonly string[] = [...RUN_FIELDS, OLDER_FIELD];
/** One command whatever the hash holds. */
export const STATE_QUESTION: readonly [string, string, ...string[]] = ['HMGET', STATE_KEY, ...STATE_FIELDS];

/** What was done with keys of a family. */
export interface NotedFamily {
  profile: string;
  id: string;
  /** As in plans, such as `delete` or `raise`. */
  action: string;
  /** Oldest and newest period, as written in key names; `null`: without periods, or not counted. */
  oldest: string | null;
  newest: string | null;
  /** Only keys of owners that were proven gone. */
  onlyGoneOwners?: boolean | undefined;
}

export interface NotedRun {
  /** Random, as in the archive's head. */
  run: string;
  /** ISO 8601, UTC, by the server's clock. */
  at: string;
  /** As it was typed, such as `prune --hourly`. */
  command: string;
  /** Name of the archive's file, without its folder; `null`: there is none. */
  archive: string | null;
  /** Id of the run before it. */
  previous: string | null;
  /** Hours that the application's periods are ahead of UTC; `null`: the run was not certain of it. */
  utcOffset: number | null;
  families: NotedFamily[];
}

export interface StateNote {
  /** The oldest first. */
  runs: readonly NotedRun[];
  /** What runs have removed that are no longer told one by one. */
  older: readonly NotedFamily[];
}

export const NO_STATE: StateNote = { runs: [], older: [] };

/** A life that was shortened. */
const SHORTENING = 'expire';
/** Actions after which keys of the family, or parts of them, are gone, or soon will be. A TTL that is given back is the family's own. */
const TAKING: readonly string[] = ['delete', 'trim', 'rename', SHORTENING];

export const isTaking = ({ action }: NotedFamily): boolean => TAKING.includes(action);

/** Whether keys of the family end earlier than the application wants, because somebody asked for that. */
export const isShortening = ({ action }: NotedFamily): boolean => action === SHORTENING;

/** What was done with keys of each family, by all runs. */
export const notedFamilies = ({ runs, older }: StateNote): NotedFamily[] => [
  ...older,
  ...runs.flatMap(({ families }) => families),
];
