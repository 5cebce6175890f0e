/** A script that completes commands, flags and their values in bash, and in zsh by its emulation of bash. */
import { shellQuote } from '../../format/shell.js';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletedFlag {
  name: string;
  char?: string | undefined;
  /** What its value is, such as `FILE`; absent: it takes none, or nothing is known of it. */
  takes?: string | undefined;
  /** All values; absent: any. */
  options?: readonly string[] | undefined;
  /** True when a value follows. */
  hasValue: boolean;
}

export interface CompletedCommand {
  /** Such as `flags list`. */
  name: string;
  flags: readonly CompletedFlag[];
}

/** Words that are known in advance. */
export interface KnownWords {
  /** Values of a flag; `null`: none is known. */
  ofFlag: (flag: CompletedFlag) => readonly string[] | null;
  /** Values of the arguments of a command, by its name. */
  ofArguments: Readonly<Record<string, readonly string[]>>;
}

export function completionScript(bin: string, shell: Shell, commands: readonly CompletedCommand[], known: KnownWords): string {
  const followers = followersOf(commands);
  const names = new Set(commands.map((command) => command.name));
  const groups = [...followers].filter(([group]) => !names.has(group));
  const name = `_${bin}_complete`;
  return [
    ...(shell === 'zsh' ? ['autoload -Uz +X compinit && compinit', 'autoload -Uz +X bashcompinit && bashcompinit'] : []),
    `${name}() {`,
    "  local IFS=$' \\t\\n' cur=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" command='' word='' next=''",
    '  COMPREPLY=()',
    // Bash splits --flag=value at the sign.
    "  [[ $cur == '=' ]] && cur=''",
    '  [[ $before == \'=\' ]] && before="${COMP_WORDS[COMP_CWORD-2]}"',
    `  local commands=${shellQuote(`|${commands.map((each) => each.name).join('|')}|`)}`,
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    next="${command:+$command }$word"',
    '    [[ $commands == *"|$next|"* || $commands == *"|$next "* ]] || break',
    '    command=$next',
    '  done',
    '  case "$command $before" in',
    ...commands.flatMap((command) =>
      command.flags.filter(({ hasValue }) => hasValue).map((flag) => valueCase(command, flag, known)),
    ),
    '  esac',
    '  case "$command" in',
    ...groups.map(([group, words]) => `    ${shellQuote(group)}) ${wordsReply(words)};;`),
    ...commands.map(
      (command) =>
        `    ${shellQuote(command.name)}) ${commandReply(command, known.ofArguments[command.name] ?? followers.get(command.name))};;`,
    ),
    '  esac',
    '}',
    `complete -o default -F ${name} ${bin}`,
    '',
  ].join('\n');
}

function valueCase({ name }: CompletedCommand, flag: CompletedFlag, { ofFlag }: KnownWords): string {
  const words = [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])];
  const pattern = words.map((word) => shellQuote(`${name} ${word}`)).join('|');
  const known = flag.options ?? ofFlag(flag);
  if (flag.takes === 'DIR') return `    ${pattern}) COMPREPLY=($(compgen -d -- "$cur")); return;;`;
  // Without a reply the shell completes names of files.
  if (known === null) return `    ${pattern}) return;;`;
  return `    ${pattern}) ${wordsReply(known)}; return;;`;
}

const wordsReply = (words: readonly string[]): string => `COMPREPLY=($(compgen -W ${shellQuote(words.join(' '))} -- "$cur"))`;

/** `words`: what may follow, besides flags. */
function commandReply({ flags }: CompletedCommand, words: readonly string[] | undefined): string {
  const long = flags.map((flag) => `--${flag.name}`);
  const others = words === undefined ? '' : ` || ${wordsReply(words)}`;
  return `[[ $cur == -* ]] && ${wordsReply(long)}${others}`;
}

/** The words that continue a name of several words, by the words before; empty text: the first words. */
function followersOf(commands: readonly CompletedCommand[]): Map<string, string[]> {
  const followers = new Map<string, string[]>();
  for (const { name } of commands) {
    const words = name.split(' ');
    for (const [at, word] of words.entries()) {
      const before = words.slice(0, at).join(' ');
      const known = followers.get(before) ?? [];
      if (!known.includes(word)) followers.set(before, [...known, word]);
    }
  }
  return followers;
}
