import { flagsTyped, type FlagValue } from '../../format/shell.js';

/** The flags of each command that say what it does, in the order of its text. */
const FLAGS = {
  prune: [
    'hourly',
    'minute',
    'daily',
    'monthly',
    'model',
    'records',
    'orphans',
    'leaked',
    'legacy',
    'include-open',
    'family',
    'older-than',
    'keep',
    'trim-to',
    'set-ttl',
    'profile',
    'now',
    'utc-offset',
  ],
  migrate: ['rollup', 'from', 'to', 'limiters', 'seed', 'limit', 'now', 'utc-offset', 'prune', 'on-collision', 'profile'],
  'limits set': ['owner', 'tokens', 'cost', 'requests', 'limit', 'cycle', 'new-owner', 'now', 'utc-offset', 'profile'],
  'limits unset': ['owner', 'limit', 'cycle', 'now', 'utc-offset', 'profile'],
  'limits reset': ['owner', 'limit', 'cycle', 'now', 'utc-offset', 'profile'],
  'limits copy': ['owner', 'limit', 'from', 'to', 'replace', 'now', 'utc-offset', 'profile'],
  'fix-consistency --apply': ['allow-lower', 'invariant', 'family', 'owner', 'since', 'now', 'utc-offset', 'profile'],
} as const;

type Command = keyof typeof FLAGS;

export type FlagsOf<Verb extends Command> = { readonly [Name in (typeof FLAGS)[Verb][number]]?: FlagValue } & {
  readonly profile: readonly string[];
};

/** The command that makes the plan, for people and for the archive, without addresses and credentials. */
export function asTyped<Verb extends Command>(command: Verb, { profile, ...flags }: FlagsOf<Verb>): string {
  const given: Readonly<Record<string, FlagValue>> = { ...flags, profile: profile.filter((spec) => spec !== 'auto') };
  return [command, ...flagsTyped(Object.fromEntries(FLAGS[command].map((name) => [name, given[name]])))].join(' ');
}
