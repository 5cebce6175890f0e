/** oclif's errors about a command line, in one sentence each. Typed values are never repeated, because they may be passwords. */
import { says } from '../../errors/command-line.js';
import { type MeterError, usageError, type Saying } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** The properties of an oclif error that are read here. */
export interface CommandLineError extends Error {
  args?: readonly unknown[];
  parse?: { input?: { args?: object; flags?: object } };
}

const NEED: readonly (readonly [complaint: RegExp, says: (match: readonly string[], command: string) => Saying])[] = [
  [/^Parsing (--\S+)\s+Expected an integer(?: (less|greater) than or equal to (-?\d+))?/, wholeNumber],
  [
    /^Expected (--[\w-]+)=[^]* to be one of: (.+)/,
    ([, flag = '', options = ''], command) => says('flag-one-of', { flag, words: options.split(', '), command }),
  ],
  [
    /^Flag (--\S+) expects one of these values: (.+)/,
    ([, flag = '', words = ''], command) => says('flag-needs-one-of', { flag, words, command }),
  ],
  [/^Flag (--\S+) can only be specified once/, ([, flag = ''], command) => says('flag-once', { flag, command })],
  [/^Flag (--\S+) expects a value/, ([, flag = ''], command) => says('flag-needs-value', { flag, command })],
];

function wholeNumber([, flag = '', bound, limit = '']: readonly string[], command: string): Saying {
  return says('whole-number', { flag, bound: bound === undefined ? null : { most: bound === 'less', limit }, command });
}

/** `command`: its name, such as `profile show`. */
export function usageFailure(error: CommandLineError, command: string): MeterError {
  const { message, args = [], parse } = error;
  for (const [complaint, saying] of NEED) {
    const match = complaint.exec(message);
    if (match) return usageError(saying(match, command));
  }
  const unknown = /^Nonexistent flags?: (--?[^\s=,]+)/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(parse?.input?.flags ?? {})).map((name) => `--${name}`);
    return usageError(says('unknown-flag', { command, flag: shown(unknown), near: unknown.startsWith('--') ? near : [] }));
  }
  if (message.startsWith('Unexpected argument')) return tooManyWords(command, parse?.input ?? {}, args.join(' '));
  if (/^Missing \d+ required arg/.test(message)) {
    const names = (args as readonly { name: string }[]).map(({ name }) => name.toUpperCase());
    return usageError(says('argument-missing', { command, names }));
  }
  const words = /^Expected [^]* to be one of: (.+)/.exec(message)?.[1];
  if (words !== undefined) return usageError(says('argument-one-of', { command, words: words.split(', ') }));
  return usageError(says('not-understood', { command }));
}

/** The error for words that name no command. `words` may contain an address. `ids`: commands as `topic:command`. */
export function unknownCommand(words: string, ids: readonly string[]): MeterError {
  const typed = words.split(':');
  const [first = ''] = typed;
  if (first.startsWith('-')) return usageError(says('flag-before-command'));
  for (let count = typed.length - 1; count > 0; count--) {
    const id = typed.slice(0, count).join(':');
    if (ids.includes(id)) return tooManyWords(id.replaceAll(':', ' '), {}, words);
  }
  // The word after a topic is a command. After anything else it may be a value.
  const name = ids.some((id) => id.startsWith(`${first}:`)) ? typed.slice(0, 2).join(' ') : first;
  const near = nearest(
    typed.slice(0, 2).join(' '),
    ids.map((id) => id.replaceAll(':', ' ')),
  );
  return usageError(says('no-command', { name: shown(name), hasAddress: words.includes('://'), near }));
}

function tooManyWords(command: string, { args = {}, flags = {} }: { args?: object; flags?: object }, words: string): MeterError {
  return usageError(
    says('too-many-words', {
      command,
      names: Object.keys(args).map((name) => name.toUpperCase()),
      hasAddress: words.includes('://'),
      // Elsewhere `--compare` names a file.
      comparesResults: 'compare' in flags && 'compare-to' in flags,
    }),
  );
}

const shown = (word: string): string => truncateMiddle(safeText(word), 40);
