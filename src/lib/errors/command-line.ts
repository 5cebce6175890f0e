/** The command line as a whole: unknown commands and flags, formats and files of results. */
import { formatCount } from '../format/number.js';
import { shellQuote } from '../format/shell.js';
import { safeText } from '../format/terminal.js';
import { didYouMean, sayingsOf, type ErrorTexts } from './sayings.js';

const help = (command: string): string => `Its flags and examples: meter ${command} --help`;

const ADDRESS = 'Give an address in REDIS_URL or as --url: meter audit --url ADDRESS';

/** `a, b or c` */
const oneOf = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' or ');

function commandFailed(why: 'late' | 'nothing' | { exitCode: number | null }): string {
  if (why === 'late') return 'was ended after 60 s';
  return why === 'nothing' ? 'printed no password' : `ended with exit code ${why.exitCode ?? 'unknown'}`;
}

export const commandLineErrors = {
  'whole-number': ({
    flag,
    bound,
    command,
  }: {
    flag: string;
    bound: { most: boolean; limit: string } | null;
    command: string;
  }) => [
    `${flag} takes a whole number${bound === null ? '' : ` of at ${bound.most ? 'most' : 'least'} ${bound.limit}`}.`,
    help(command),
  ],
  'flag-one-of': ({ flag, words, command }: { flag: string; words: readonly string[]; command: string }) => [
    `${flag} takes ${oneOf(words)}.`,
    help(command),
  ],
  'flag-needs-one-of': ({ flag, words, command }: { flag: string; words: string; command: string }) => [
    `${flag} needs a value: ${words}.`,
    help(command),
  ],
  'flag-once': ({ flag, command }: { flag: string; command: string }) => [`${flag} may be given once.`, help(command)],
  'flag-needs-value': ({ flag, command }: { flag: string; command: string }) => [`${flag} needs a value.`, help(command)],
  'unknown-flag': ({ command, flag, near }: { command: string; flag: string; near: readonly string[] }) => [
    `${command} has no flag ${flag}.`,
    ...(near.length > 0 ? [didYouMean(near)] : []),
    help(command),
  ],
  'argument-missing': ({ command, names }: { command: string; names: readonly string[] }) => [
    `${command} needs an argument: ${names.join(' ')}.`,
    help(command),
  ],
  'argument-one-of': ({ command, words }: { command: string; words: readonly string[] }) => [
    `${command} takes ${oneOf(words)}.`,
    help(command),
  ],
  'not-understood': ({ command }: { command: string }) => ['The command line cannot be understood.', help(command)],
  'flag-before-command': () => ['A command comes first, then its flags.', 'The commands: meter --help'],
  'no-command': ({ name, hasAddress, near }: { name: string; hasAddress: boolean; near: readonly string[] }) => [
    `There is no command "${name}".`,
    ...(hasAddress ? [ADDRESS] : []),
    ...(near.length > 0 ? [`Did you mean meter ${near.join(' or meter ')}?`] : []),
    'The commands: meter --help',
  ],
  'too-many-words': ({
    command,
    names,
    hasAddress,
    comparesResults,
  }: {
    command: string;
    names: readonly string[];
    hasAddress: boolean;
    comparesResults: boolean;
  }) => [
    `${command} takes ${names.length === 0 ? 'flags only, and no argument' : `no more than ${names.join(' and ')} and flags`}.`,
    ...(hasAddress ? [ADDRESS] : []),
    ...(comparesResults ? ['To compare with the result of an earlier run: --compare-to FILE'] : []),
    help(command),
  ],
  'read-by-node': () => [
    'Started as `node bin/run.js`, Node itself reads the file given with --env-file, and obeys a NODE_OPTIONS in it.',
    'Start meter by its name or as bin/run.js, or keep Node from it: node bin/run.js -- audit --env-file FILE',
  ],
  interrupted: () => ['Interrupted.'],
  internal: ({ message, stack }: { message: string; stack: readonly string[] }) => [
    `Unexpected failure: ${message}.`,
    ...(stack.length > 0 ? stack : ['METER_DEBUG=1 shows where it happened.']),
  ],
  'json-and-format': ({ format }: { format: string }) => [
    `--json and --format ${format} contradict each other.`,
    'Leave one of them out.',
  ],
  'ending-and-format': ({ ending, format, known }: { ending: string; format: string; known: readonly string[] }) => [
    `-o names a file that ends in ${ending}, and the format is ${format}.`,
    `Name another file, or leave the format out. Formats: ${known.join(', ')}.`,
  ],
  'no-section': ({ section, known }: { section: string; known: readonly string[] }) => [
    `There is no section ${section}.`,
    `Sections: ${known.join(', ')}.`,
  ],
  'section-no-table': ({ section, known }: { section: string; known: readonly string[] }) => [
    `Section ${section} is no table.`,
    `Tables: ${known.join(', ')}.`,
  ],
  'no-table': () => ['This result has no table.', 'Use --format json.'],
  'which-table': ({ known }: { known: readonly string[] }) => ['This result has no table.', `Tables: ${known.join(', ')}.`],
  'section-without-tables': ({ section }: { section: string }) => [`Section ${section} is no table.`, 'Use --format json.'],
  'address-as-file': ({ flag }: { flag: string | null }) => [
    `${flag === null ? 'The argument' : `--${flag}`} names a file, and what was given is an address.`,
    'Give the address of a Redis in REDIS_URL or as --url; copy a file from elsewhere to this machine first.',
  ],
  'auto-and-profiles': () => ['--profile auto cannot be joined with other profiles.', 'Leave auto out.'],
  'no-metrics': ({ command, known }: { command: string; known: readonly string[] }) => [
    `meter ${command} has no metrics.`,
    `Verbs with metrics: ${known.join(', ')}.`,
  ],
  'comparison-no-metrics': () => ['A comparison has no metrics.', 'Leave --compare-to out: Prometheus compares by itself.'],
  'section-and-metrics': () => ['--section and --format prometheus contradict each other.', 'Leave one of them out.'],
  'metric-owners-alone': () => ['--metric-owners is for metrics.', 'Add --format prometheus, or leave it out.'],
  'password-no-terminal': () => ['--ask-password needs a terminal.', 'Put the password into REDIS_URL, or use --env-file.'],
  'output-ending': ({ holds, ending }: { holds: 'a plan' | 'an archive'; ending: string }) => [
    `-o writes ${holds}, and the file ends in ${ending}.`,
    `Name another file: ${holds === 'a plan' ? 'plan.json' : 'relay.archive'}`,
  ],
  'completion-shell': ({ shell, known }: { shell: string; known: readonly string[] }) => [
    `Nothing is completed in ${shell}.`,
    `Take ${known.join(' or ')}.`,
  ],
  'two-targets': ({ other }: { other: string }) => [`--target and --${other} both say where Redis is.`, 'Give one of them.'],
  'others-can-write': ({ path }: { path: string }) => [`Others can write ${path}.`, `Take that right away: chmod go-w ${path}`],
  'unknown-target': ({
    name,
    path,
    near,
    known,
  }: {
    name: string;
    path: string;
    near: readonly string[];
    known: readonly string[];
  }) => [`There is no target named "${name}" in ${path}.`, near.length > 0 ? didYouMean(near) : `Targets: ${known.join(', ')}.`],
  'password-env': ({ name }: { name: string }) => [
    `${name} is not set, and passwordEnv of the target names it.`,
    `Set it: export ${name}=…`,
  ],
  'password-command': ({ why }: { why: 'late' | 'nothing' | { exitCode: number | null } }) => [
    `The passwordCommand of the target ${commandFailed(why)}.`,
    'Run it by hand; its first line of output is the password.',
  ],
  'answer-needed': () => [
    'The plan needs an answer, and standard input is not a terminal.',
    'To carry it out without asking: --yes; to see it only: --dry-run',
  ],
  'nothing-changed': () => ['Nothing was changed.'],
  'other-answer': ({ answer, name }: { answer: string; name: string }) => [
    `${answer === '' ? 'The answer is empty' : `"${answer}" is not ${name}`}: nothing was changed.`,
    `To go ahead answer with the name of this Redis: ${name}`,
  ],
  'name-needed': ({ name, keys, yes }: { name: string; keys: number | null; yes: boolean }) => [
    yes
      ? `${safeText(name)} ${keys === null ? 'may be in production' : `has more than ${formatCount(keys)} keys`}, so --yes alone does not agree to the plan: nothing was changed.`
      : 'The plan needs an answer, and standard input is not a terminal.',
    `To carry it out without asking: --confirm ${shellQuote(name)}; to see it only: --dry-run`,
  ],
  'monitor-answer-needed': () => [
    'Nobody is at the terminal to agree to MONITOR.',
    'To go ahead without asking: --yes; without load on the server: leave --monitor out',
  ],
  'monitor-not-sent': () => ['MONITOR was not sent.'],
  'archives-answer-needed': () => ['Nobody at a terminal can agree to the removal.', 'Add --yes, or --dry-run to see the plan.'],
  'archives-kept': () => ['Nothing was removed.'],
  'file-answer-needed': () => [
    'Nobody is at the terminal to confirm this.',
    'To go ahead without asking: --yes; to look only: --dry-run',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(commandLineErrors);
