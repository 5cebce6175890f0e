/** oclif's errors about a command line, in one sentence each. Typed values are never repeated, because they may be passwords. */
import { usageError, type MeterError } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';

/** The properties of an oclif error that are read here. */
export interface CommandLineError extends Error {
  args?: readonly unknown[];
  parse?: { input?: { args?: object; flags?: object } };
}

const NEED: readonly (readonly [complaint: RegExp, sentence: (match: readonly string[]) => string])[] = [
  [/^Parsing (--\S+)\s+Expected an integer(?: (less|greater) than or equal to (-?\d+))?/, wholeNumber],
  [/^Expected (--[\w-]+)=[^]* to be one of: (.+)/, ([, flag, options]) => `${flag} takes ${oneOf(options!)}.`],
  [/^Flag (--\S+) expects one of these values: (.+)/, ([, flag, options]) => `${flag} needs a value: ${options}.`],
  [/^Flag (--\S+) can only be specified once/, ([, flag]) => `${flag} may be given once.`],
  [/^Flag (--\S+) expects a value/, ([, flag]) => `${flag} needs a value.`],
];

/** `a, b, c` as `a, b or c`. */
const oneOf = (words: string): string => words.replace(/, (?=[^,]*$)/, ' or ');

function wholeNumber([, flag, bound, limit]: readonly string[]): string {
  const range = bound === undefined ? '' : ` of at ${bound === 'less' ? 'most' : 'least'} ${limit}`;
  return `${flag} takes a whole number${range}.`;
}

/** `command`: its name, such as `profile show`. */
export function usageFailure(error: CommandLineError, command: string): MeterError {
  const help = `Its flags and examples: meter ${command} --help`;
  const { message, args = [], parse } = error;
  for (const [complaint, sentence] of NEED) {
    const match = complaint.exec(message);
    if (match) return usageError(sentence(match), help);
  }
  const unknown = /^Nonexistent flags?: (--?[^\s=,]+)/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(parse?.input?.flags ?? {})).map((name) => `--${name}`);
    const hint = unknown.startsWith('--') && near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : [];
    return usageError(`${command} has no flag ${shown(unknown)}.`, ...hint, help);
  }
  if (message.startsWith('Unexpected argument')) return tooManyWords(command, parse?.input ?? {}, args.join(' '));
  if (/^Missing \d+ required arg/.test(message)) {
    const names = (args as readonly { name: string }[]).map(({ name }) => name.toUpperCase());
    return usageError(`${command} needs an argument: ${names.join(' ')}.`, help);
  }
  const words = /^Expected [^]* to be one of: (.+)/.exec(message)?.[1];
  if (words !== undefined) return usageError(`${command} takes ${oneOf(words)}.`, help);
  return usageError('The command line cannot be understood.', help);
}

/** The error for words that name no command. `words` may contain an address. `ids`: commands as `topic:command`. */
export function unknownCommand(words: string, ids: readonly string[]): MeterError {
  const help = 'The commands: meter --help';
  const typed = words.split(':');
  const [first = ''] = typed;
  if (first.startsWith('-')) return usageError('A command comes first, then its flags.', help);
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
  const hint = near.length > 0 ? [`Did you mean meter ${near.join(' or meter ')}?`] : [];
  return usageError(`There is no command "${shown(name)}".`, ...addressHint(words), ...hint, help);
}

function tooManyWords(command: string, { args = {}, flags = {} }: { args?: object; flags?: object }, words: string): MeterError {
  const names = Object.keys(args);
  const most = names.length === 0 ? 'flags only, and no argument' : `no more than ${names.join(' and ').toUpperCase()} and flags`;
  return usageError(
    `${command} takes ${most}.`,
    ...addressHint(words),
    ...resultHint(flags),
    `Its flags and examples: meter ${command} --help`,
  );
}

/** Elsewhere `--compare` names a file. */
const resultHint = (flags: object): string[] =>
  'compare' in flags && 'compare-to' in flags ? ['To compare with the result of an earlier run: --compare-to FILE'] : [];

const addressHint = (words: string): string[] =>
  words.includes('://') ? ['Give an address in REDIS_URL or as --url: meter audit --url ADDRESS'] : [];

const shown = (word: string): string => truncateMiddle(safeText(word), 40);
