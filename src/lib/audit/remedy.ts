/** What is to be done about a finding, as data. */

/** A command to run, without what leads it to its server. */
export interface Command {
  program: 'meter' | 'redis-cli';
  verb: string;
  args: string[];
}

/** A setting of the server, and how a restart is kept from forgetting it. */
export interface Setting {
  name: string;
  value: string;
  /** `rewrite`: the server writes its file. `start`: it was started without one. `provider`: only its provider can set it. */
  by: 'rewrite' | 'start' | 'provider';
}

/** Errors of which it is known what to do about them. */
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

/** What each remedy says, by its code, besides the commands that it names. */
export interface RemedyParams {
  /** Nothing but the command. */
  run: Record<never, never>;
  'handle-error': { error: KnownError | null };
  /** They end by themselves. `lift`: what ends them at once, in the profile's words. */
  'wait-for-leases': { lift: string };
  /** Without a command: look at the largest families. */
  'fewer-keys': Record<never, never>;
  'find-keys-caller': Record<never, never>;
  set: { setting: Setting };
  'set-and-prune': { setting: Setting };
  /** With a command: or free some by it. `cache`: the application can read its data again. */
  'more-memory': { cache: boolean; setting: Setting | null };
  'narrow-listing': Record<never, never>;
  'ask-writer': Record<never, never>;
  'ask-unknown-writer': Record<never, never>;
  'find-save-fault': { what: 'snapshot' | 'append-only-file' };
  'trim-at-writer': Record<never, never>;
  'no-hours-left': Record<never, never>;
  'repair-below-zero': Record<never, never>;
  'expire-by-hand': Record<never, never>;
  /** In the profile's own words. */
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

/** Nothing but one command of this program. */
export const run = (verb: string, ...args: string[]): Remedy => ({ code: 'run', params: {}, commands: [meter(verb, ...args)] });

/** What people do, without a command. */
export const byHand = (
  code:
    | 'find-keys-caller'
    | 'narrow-listing'
    | 'ask-writer'
    | 'ask-unknown-writer'
    | 'trim-at-writer'
    | 'no-hours-left'
    | 'expire-by-hand',
): Remedy => ({ code, params: {}, commands: [] });
