/** Results of earlier runs: comparing them, and a history of audits. */
import type { Saying } from '../format/errors.js';
import { formatDuration } from '../format/duration.js';
import { formatCount, formatCounted } from '../format/number.js';
import { shellQuote } from '../format/shell.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

function shape(why: 'here' | 'row-twice' | 'number' | { rows: number }): string {
  if (typeof why === 'object') return ` has more than ${formatCount(why.rows)} rows`;
  return { here: '', 'row-twice': ' has a row twice', number: ' is too large a number' }[why];
}

export const resultsErrors = {
  'result-of-other-verb': ({ name, command }: { name: string; command: string }) => [
    `${name} is a result of ${command}, not of audit.`,
    'Write one: meter audit --json -o audit.json',
  ],
  'no-audit-shape': ({ name }: { name: string }) => [
    `${name} has not the shape of an audit.`,
    'Write it again: meter audit --json -o FILE',
  ],
  'audit-of-part': ({ name }: { name: string }) => [
    `${name} is an audit of a part of the keys, which shows no growth.`,
    'Audit all of them, without --limit, --pattern and --type.',
  ],
  'too-short': ({ audits, seconds, file }: { audits: number; seconds: number; file: string | null }) => [
    `A trend needs three audits over a day at least, and the history has ${formatCounted(audits, 'audit', 'audits')} over ${formatDuration(seconds)}.`,
    `Until then, forecast from the newest audit alone: meter growth --newest ${shellQuote(file ?? 'FILE')}`,
  ],
  'no-history-yet': ({ path }: { path: string }) => [
    `${path} is not a history of audits.`,
    'Begin one: meter audit --history FILE',
  ],
  'history-unreadable': ({ path, why }: { path: string; why: Saying }, say) => [
    `${path} cannot be read: ${say(why)[0]}.`,
    'Begin a history: meter audit --history FILE',
  ],
  'history-of-other': ({ path, of, asked }: { path: string; of: string; asked: string }) => [
    `${path} is the history of ${of}, not of ${asked}.`,
    'Name another file with --history.',
  ],
  'no-history': ({ path }: { path: string }) => [`${path} is not a history of audits.`, 'Name another file with --history.'],
  'history-unwritable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The history ${path} cannot be written: ${say(why)[0]}.`,
    'Name another file with --history.',
  ],
  locked: ({ path, lock }: { path: string; lock: string }) => [
    `Another process holds ${path}: ${lock} exists.`,
    'Try again; if no meter is running, remove that file.',
  ],
  'other-filter': () => ['The audits counted other keys: they differ in --pattern or --type.', 'Audit both in the same way.'],
  'other-databases': ({ databases }: { databases: readonly [string, string] }) => [
    `The audits are of other databases: ${databases.join(' and ')}.`,
    'Name the same with --db for both.',
  ],
  'no-result': ({ name }: { name: string }) => [
    `${name} is not a result of meter.`,
    'Write one: meter audit --json -o audit.json',
  ],
  'result-no-json': ({ name, beyond }: { name: string; beyond: string | null }) => [
    `${name} is not a result of meter: ${beyond ?? 'it is no JSON'}.`,
    'Write one: meter audit --json -o audit.json',
  ],
  'other-schema': ({ name, version }: { name: string; version: number }) => [
    `${name} has another schema: ${version} instead of 1.`,
    'Compare results of one release of meter.',
  ],
  'result-of-failure': ({ name }: { name: string }) => [
    `${name} is the result of a command that failed.`,
    'Compare results of successful runs.',
  ],
  'result-not-compared': ({ name, command, known }: { name: string; command: string; known: readonly string[] }) => [
    `${name} is a result of ${command}, which cannot be compared.`,
    `Results that can: ${known.join(', ')}.`,
  ],
  'results-of-two-verbs': ({ before, after }: Record<'before' | 'after', { name: string; command: string }>) => [
    `${before.name} is a result of ${before.command}, ${after.name} of ${after.command}.`,
    'Compare two results of one command.',
  ],
  'other-shape': ({
    name,
    command,
    place,
    why,
  }: {
    name: string;
    command: string;
    place: string;
    why: 'here' | 'row-twice' | 'number' | { rows: number };
  }) => [
    `${name} has not the shape of a result of ${command}: ${place}${shape(why)}.`,
    `Write it again: meter ${command} --json -o FILE`,
  ],
  'partial-result': ({ name, partial }: { name: string; partial: string }) => [
    `${name} is of a part of the data (${partial}), so a difference would mean nothing.`,
    'Compare results of whole runs.',
  ],
  'other-applications': ({ before, after }: { before: string; after: string }) => [
    `One result is of ${before}, the other of ${after}.`,
    'Compare two results of one application.',
  ],
  'other-owners': () => ['The results are of other owners.', 'Ask for the same with --owner for both.'],
  'no-table-in-common': () => [
    'The results have no table in common: their rows are made of other things.',
    'Give the same --by for both.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(resultsErrors);
