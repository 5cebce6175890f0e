/** Files that users name, and why one cannot be read or written. */
import type { Saying } from '../format/errors.js';
import { formatBytes } from '../format/bytes.js';
import { shellQuote } from '../format/shell.js';
import { safeText } from '../format/terminal.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

/** Why a file is no `.env` file. */
export type NoEnvFile = 'not-text' | 'json' | 'too-many-lines' | 'yaml' | 'no-assignments';

/** A member of a YAML file by its path, else the whole file. */
interface Place {
  place: string | Saying;
}

/** What is wrong with a snapshot. */
export type SnapshotFault =
  | 'empty'
  | 'not-a-snapshot'
  | 'bad-version'
  | 'truncated'
  | 'absurd-length'
  | 'corrupt-string'
  | 'corrupt-value'
  | 'unknown-opcode'
  | 'unknown-type'
  | 'unreadable-module'
  | 'checksum';

const KINDS = { fifo: 'a FIFO', socket: 'a socket', device: 'a device' };

const NO_ENV: Readonly<Record<NoEnvFile, string>> = {
  'not-text': 'is not UTF-8 text',
  json: 'holds JSON',
  'too-many-lines': 'has more than 10,000 lines',
  yaml: 'looks like YAML',
  'no-assignments': 'does not consist of NAME=value lines',
};

const ARTICLE: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const start = (place: Place['place']): string => (typeof place === 'string' ? place : place.english[0]);

export const filesErrors = {
  'no-such-file': () => ['there is no such file'],
  'no-such-folder': () => ['there is no such folder'],
  'permission-denied': () => ['permission denied'],
  'is-directory': () => ['it is a directory'],
  'link-circle': () => ['its symbolic links lead in a circle'],
  'name-too-long': () => ['its name is too long'],
  'disk-quota': () => ['the disk quota is used up'],
  'file-too-large-for-system': () => ['no file may be as large'],
  'disk-full': () => ['the disk is full'],
  'read-only-file-system': () => ['the file system is read-only'],
  'system-says': ({ code }: { code: string }) => [`the system says ${code}`],
  'system-says-nothing': () => ['the system says unknown reason'],
  'special-file': ({ kind }: { kind: keyof typeof KINDS }) => [`it is ${KINDS[kind]}, not a regular file`],
  'no-regular-file': () => ['it is no regular file'],
  'not-a-regular-file': () => ['it is not a regular file'],
  'larger-than': ({ bytes }: { bytes: number }) => [`it is larger than ${formatBytes(bytes)}`],
  'pem-unreadable': ({ path, flag, why }: { path: string; flag: string; why: Saying }, say) => [
    `The file ${path} given to ${flag} cannot be read: ${say(why)[0]}.`,
    'Check its path and permissions.',
  ],
  'env-file-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The file ${path} cannot be read: ${say(why)[0]}.`,
    'Check the path given to --env-file and its permissions.',
  ],
  'env-file-encoding': ({ path, encoding }: { path: string; encoding: string }) => [
    `${safeText(path)} is in ${encoding}, and a .env file is read as UTF-8.`,
    `Convert it: iconv -f ${encoding} -t UTF-8 ${shellQuote(path)}`,
  ],
  'no-env-file': ({ path, why }: { path: string; why: NoEnvFile }) => [
    `${path} ${NO_ENV[why]}, so it is no .env file.`,
    'Name a file with one NAME=value on each line.',
  ],
  'yaml-fault': (
    { path, line, column, problem, help }: { path: string; line: number; column: number; problem: Saying; help: Saying },
    say,
  ) => [`${path}, line ${line}, column ${column}: ${say(problem)[0]}.`, ...say(help)],
  'yaml-words': ({ words }: { words: string }) => [words],
  'yaml-deep': ({ deepest }: { deepest: number }) => [`collections are nested more than ${deepest} deep`],
  'yaml-members': ({ most }: { most: number }) => [`a collection has more than ${most} members`],
  'yaml-unknown-member': ({ place, names }: Place & { names: readonly string[] }) => [
    `${start(place)} has no member ${names.join(', ')}`,
  ],
  'yaml-missing': ({ place }: Place) => [`${start(place)} is missing`],
  'yaml-one-of': ({ place, values }: Place & { values: readonly string[] }) => [
    `${start(place)} must be one of ${values.join(', ')}`,
  ],
  'yaml-kind': ({ place, kind }: Place & { kind: string }) => [`${start(place)} must be ${ARTICLE[kind] ?? kind}`],
  'yaml-rule': ({ place, words }: Place & { words: string }) => [`${start(place)} ${words}`],
  'the-profile': () => ['the profile'],
  'the-configuration': () => ['the configuration'],
  'the-provider': () => ['the provider'],
  'the-file': () => ['the file'],
  'format-described': ({ where }: { where: string }) => [`The format is described in ${where}.`],
  'configuration-format': () => [
    'The format is described in docs/redis-access.md. It holds no password: use passwordEnv or passwordCommand.',
  ],
  'profile-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The profile ${path} cannot be read: ${say(why)[0]}.`,
    'Give the path of a YAML file, or the name of a built-in profile: meter profile list',
  ],
  'provider-file-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The provider file ${path} cannot be read: ${say(why)[0]}.`,
    'Check the path given to --provider-file.',
  ],
  'budgets-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The budgets ${path} cannot be read: ${say(why)[0]}.`,
    'The format is described in docs/alerts.md.',
  ],
  'configuration-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The configuration ${path} cannot be read: ${say(why)[0]}.`,
    'It names targets: targets: { prod: { envFile: /opt/relay/.env, role: production } }',
  ],
  'result-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `${path} cannot be read: ${say(why)[0]}.`,
    'Write a result with: meter audit --json -o audit.json',
  ],
  'growth-source-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `${path} cannot be read: ${say(why)[0]}.`,
    'Name a history (meter audit --history FILE) or the result of an audit.',
  ],
  'state-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The state ${path} cannot be read: ${say(why)[0]}.`,
    'Name another file with --state.',
  ],
  'plan-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The plan ${path} cannot be read: ${say(why)[0]}.`,
    'Give the file that prune -o, migrate -o or limits set -o has written.',
  ],
  'source-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [`${path} cannot be read: ${say(why)[0]}.`],
  'output-unwritable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The output file ${path} cannot be written: ${say(why)[0]}.`,
    'Name another file with -o, or leave it out.',
  ],
  'output-over-input': ({ path }: { path: string }) => [
    `-o would write the report over ${path}, which is to be read.`,
    'Name another file with -o.',
  ],
  'demo-unwritable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The file ${path} cannot be written: ${say(why)[0]}.`,
    'Name another one with --write.',
  ],
  'file-exists': () => ['There is a file of this name already.', 'Name another one, or replace it: --force'],
  'capture-unreadable': ({ path, why }: { path: string | null; why: Saying }, say) => [
    `The capture ${path ?? 'standard input'} cannot be read: ${say(why)[0]}.`,
    'Check the path given to --from-monitor.',
  ],
  'no-capture': ({ path, isEmpty }: { path: string | null; isEmpty: boolean }) => [
    `${path ?? 'Standard input'} ${isEmpty ? 'is empty' : 'holds no line as MONITOR writes them'}.`,
    'Make a capture: timeout 10 redis-cli monitor > FILE',
  ],
  'snapshot-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `Cannot read ${path}: ${say(why)[0]}.`,
    'Name an RDB file: CONFIG GET dir and dbfilename say where the server keeps its own.',
  ],
  'snapshot-broken-off': ({ name, why }: { name: string | null; why: Saying }, say) => [
    `Cannot read ${name ?? 'standard input'}: ${say(why)[0]}.`,
    'Copy the file to a disk that can be read, and name the copy.',
  ],
  'not-a-snapshot': ({
    name,
    problem,
  }: {
    name: string | null;
    problem: { code: SnapshotFault; offset: number; message: string };
  }) => [
    `${name ?? 'standard input'} cannot be read as a snapshot: ${problem.message}.`,
    problem.code === 'truncated' || problem.code === 'empty'
      ? 'Copy the file again: it may still have been written, or the copy was cut off.'
      : 'Make a snapshot with redis-cli --rdb FILE, or with BGSAVE, and name that file.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(filesErrors);
