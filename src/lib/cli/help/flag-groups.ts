import type { Command } from '@oclif/core/command';

type Flag = Command.Flag.Any;

interface FlagGroup {
  /** `null`: flags without a group. */
  title: string | null;
  flags: Flag[];
  /** Flags that are not listed. */
  others: string[];
}

/** Groups that commands share, in the order at the end of the help. */
const LAST = ['CHANGE', 'OUTPUT', 'CLOCK', 'CONNECTION', 'GLOBAL'];

/** Flags of the connection that most people need. */
const USUAL = new Set(['target', 'url', 'host', 'port', 'db', 'env-file', 'ask-password', 'replica']);

/** A command's own flags come first, in the order of their definition. Shared groups follow. Hidden flags are left out. */
export function orderedFlagGroups(flags: Readonly<Record<string, Flag>>): FlagGroup[] {
  const groups = new Map<string | null, Flag[]>();
  // oclif indents flags without a letter below those with one, and the first line of a group loses this indentation.
  for (const flag of Object.values(flags).toSorted((one, other) => Number(!one.char) - Number(!other.char))) {
    if (flag.hidden) continue;
    const title = flag.helpGroup ?? null;
    groups.set(title, [...(groups.get(title) ?? []), flag]);
  }
  const place = (title: string | null): number => (title === null ? -2 : LAST.includes(title) ? LAST.indexOf(title) : -1);
  return Array.from(groups, ([title, own]) =>
    title === 'CONNECTION' ? usualFirst(own) : { title, flags: own, others: [] },
  ).toSorted((one, other) => place(one.title) - place(other.title));
}

function usualFirst(flags: readonly Flag[]): FlagGroup {
  const rest = flags.filter(({ name }) => !USUAL.has(name)).map(({ name }) => `--${name}`);
  return {
    title: 'CONNECTION',
    flags: flags.filter(({ name }) => USUAL.has(name)),
    others: rest,
  };
}
