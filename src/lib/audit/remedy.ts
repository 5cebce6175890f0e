/** The remedy for a finding, as data. */
import type { JobSaving } from '../estimate/background.js';

/** A command to run, without the flags that name its server. */
export interface Command {
  program: 'meter' | 'redis-cli';
  verb: string;
  args: string[];
}

/** A setting of the server, and how to keep it after a restart. */
export interface Setting {
  name: string;
  value: string;
  /**
   * `rewrite`: the server writes its configuration file. `start`: it has no such file. `provider`: only the provider can set it.
   */
  by: 'rewrite' | 'start' | 'provider';
}

/** Errors with a known remedy. */
export type KnownError =
  | 'NOSCRIPT'
  | 'WRONGTYPE'
  | 'OOM'
  | 'MISCONF'
  | 'READONLY'
  | 'NOREPLICAS'
  | 'NOAUTH'
  | 'WRONGPASS'
  | 'NOPERM'
  | 'MOVED';

/** The figures of each remedy, by its code, in addition to its commands. */
export interface RemedyParams {
  /** Only the command. */
  run: Record<never, never>;
  'handle-error': { error: KnownError | null };
  /** Leases end by themselves. `lift`: what ends them at once, as the profile says it. */
  'wait-for-leases': { lift: string };
  /** Has no command: look at the largest families. `switches`: settings that save most of these commands. */
  'fewer-keys': { switches: JobSaving[] };
  'find-keys-caller': Record<never, never>;
  set: { setting: Setting };
  'set-and-prune': { setting: Setting };
  /** With a command: it frees memory instead. `cache`: the application can read its data again. */
  'more-memory': { cache: boolean; setting: Setting | null };
  'narrow-listing': Record<never, never>;
  'ask-writer': Record<never, never>;
  'ask-unknown-writer': Record<never, never>;
  'find-save-fault': { what: 'snapshot' | 'append-only-file' };
  'trim-at-writer': Record<never, never>;
  'no-hours-left': Record<never, never>;
  'repair-below-zero': Record<never, never>;
  'expire-by-hand': Record<never, never>;
  /** Keys without a TTL that the application still uses. */
  'in-use': Record<never, never>;
  /** Lists of a limiter that deny requests; the commands remove some of them. */
  'remove-lists': Record<never, never>;
  'none-for-denials': Record<never, never>;
  /** `variable`: what sets the window; `null`: unknown. */
  'shorter-window': { variable: string | null; seconds: number };
  'count-in-one-step': Record<never, never>;
  /** `carriesOver`: meter migrate --limiters adds what the older keys hold to the newer ones. */
  'one-generation': { carriesOver: boolean };
  'restart-application': { application: string };
  /** `shortfall`: the share of the limit that four shards deny early, 0 to 1; `null`: the limit is unknown. */
  'cool-limiter': { byAddress: boolean; shortfall: number | null };
  /** Text of the profile. */
  'as-profile-says': { text: string };
}

export type RemedyCode = keyof RemedyParams;

export type RemedyOf<Code extends RemedyCode> = {
  code: Code;
  params: RemedyParams[Code];
  /** In the order of the sentence. */
  commands: Command[];
};

export type Remedy = { [Code in RemedyCode]: RemedyOf<Code> }[RemedyCode];

export const meter = (verb: string, ...args: string[]): Command => ({ program: 'meter', verb, args });

export const redisCli = (verb: string, ...args: string[]): Command => ({ program: 'redis-cli', verb, args });

/** One command of this program, without further text. */
export const run = (verb: string, ...args: string[]): Remedy => ({ code: 'run', params: {}, commands: [meter(verb, ...args)] });

/** A remedy without a command. */
export const byHand = (
  code:
    | 'find-keys-caller'
    | 'narrow-listing'
    | 'ask-writer'
    | 'ask-unknown-writer'
    | 'trim-at-writer'
    | 'no-hours-left'
    | 'expire-by-hand'
    | 'in-use',
): Remedy => ({ code, params: {}, commands: [] });
