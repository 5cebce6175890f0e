/** Changing keys: plans, runs, and undoing them. */
import { formatBytes } from '../format/bytes.js';
import { formatCounted } from '../format/number.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

/** `a, b and c` */
const listed = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' and ');

const grants = (commands: readonly string[]): string =>
  commands.map((name) => `+${name.toLowerCase().replace(' ', '|')}`).join(' ');

export const changesErrors = {
  'clock-ahead': ({ of, time, present, next }: { of: 'plan' | 'now'; time: string; present: string; next: string | null }) => [
    `${of === 'plan' ? "The plan's clock" : '--now'} is ${time}, and the server's clock says ${present}: periods that are still open would count as over.`,
    next === null ? 'Leave --now out, or give a time that has passed.' : `Make a new plan: ${next}`,
  ],
  'rights-missing': ({
    commands,
    undo,
    unknown,
    username,
  }: {
    commands: readonly string[];
    undo: boolean;
    unknown: boolean;
    username: string;
  }) => [
    `${unknown ? 'The server does not have' : 'The user may not send'} ${listed(commands)}, which ${undo ? 'undoing this run needs' : 'this run needs'}: nothing was changed.`,
    ...(unknown ? [] : [`Allow it: ACL SETUSER ${username} ${grants(commands)}`]),
    ...(undo ? ['To go ahead without an undo: --no-archive'] : []),
  ],
  'no-comparison': () => [
    'This server or user allows neither EVAL with DUMP nor WATCH with MULTI, and without either a change could lose what is written meanwhile.',
    'docs/redis-access.md has the ACL lines.',
  ],
  'connection-lost-in-run': () => [
    'The connection to Redis was lost and could not be made again.',
    'Check that the server is up, then run the command again: it goes on where it stopped.',
  ],
  'key-list-not-kept': ({ folder, code }: { folder: string; code: string | null }) => [
    `The list of keys cannot be kept in ${folder} (${code ?? 'unknown reason'}).`,
    'Make room there, or name another folder in TMPDIR; nothing was changed.',
  ],
  'alien-answer': () => [
    'The server, or a proxy before it, gives answers that Redis does not give.',
    'Connect to the server itself, then run the command again.',
  ],
  'alien-answer-in-restore': () => [
    'The server, or a proxy before it, gives answers that Redis does not give.',
    'Connect to the server itself, then run the command again: nothing is brought back twice.',
  ],
  'interrupted-before-change': () => ['Interrupted before every key was looked at: nothing was changed.'],
  'interrupted-unchanged': () => ['Interrupted: nothing was changed.'],
  'plan-budget': () => [
    'No plan was made: --max-commands does not allow to look at enough keys.',
    'Nothing was changed; raise --max-commands, or leave it out.',
  ],
  'plan-unfinished': ({ why }: { why: string }) => [`No plan was made: ${why}.`, 'Nothing was changed; run the command again.'],
  'no-profile-keys': ({ asked }: { asked: boolean }) => [
    asked
      ? 'The profile named has no keys here.'
      : 'No application that is known has keys here, and what is not recognised is never changed.',
    'Check --url and --db, or describe the application in a profile of your own: --profile ./my.yaml',
  ],
  'owners-budget': () => [
    'The limit of commands does not allow to ask whether every owner exists.',
    'Raise --max-commands, or leave it out.',
  ],
  'nobody-there': ({ count, owners }: { count: number; owners: readonly [string, string] }) => [
    `Not one of the ${formatCounted(count, ...owners)} that keys speak of exists here: this looks like the wrong database or profile.`,
    'Check --url and --db; a relay that really lost them all needs no pruning.',
  ],
  'no-plan-file': ({ name, place, words }: { name: string; place: string | null; words: string }) => [
    `${name} is no plan that can be carried out: ${place === null ? 'it holds no JSON object' : `at ${place}, ${words}`}.`,
    'Make one: meter prune --hourly -o plan.json',
  ],
  'nothing-to-prune': () => [
    'Nothing says what to prune.',
    'For instance --hourly, --family ID, --orphans or --leaked: see meter prune --help',
  ],
  'index-named': ({ id, listed: family }: { id: string; listed: string }) => [
    `${id} is an index, which is updated when the keys that it lists are removed.`,
    `Name those: --family ${family}`,
  ],
  'never-pruned': ({ id, never, leaks }: { id: string; never: string; leaks: boolean }) => [
    `${id} is never pruned: ${never}.`,
    leaks ? 'Keys of it that lost their TTL: add --leaked' : 'Data of owners that no longer exist: --orphans',
  ],
  'trim-how-much': ({ id }: { id: string }) => [
    `${id} is trimmed, not removed: say how much of it stays.`,
    'The newest 50 elements: --trim-to 50; those of the last 30 days: --keep 30d',
  ],
  'trim-undated': ({ id }: { id: string }) => [
    `The elements of ${id} do not tell how old they are.`,
    'Say how many of them stay: --trim-to 50',
  ],
  'plan-database': ({ db, here }: { db: number | 'all'; here: number }) => [
    `The plan is for database ${db}, and this is ${here}.`,
    `Name it: --db ${db}`,
  ],
  'other-target': ({ made, here, again }: { made: string; here: string; again: string }) => [
    `The plan was made for ${made}, and ${here} is another server, or has been restarted since.`,
    `Make a new plan for this one: ${again}`,
  ],
  'repair-not-checked': ({ why }: { why: string }) => [
    `What the repairs have made of the rest could not be checked (${why}).`,
    'Run the command again: it goes on where it stopped.',
  ],
  'sum-of-part': () => [
    'Not every key could be looked at, and a sum of a part of them proves nothing.',
    'Nothing was changed; run the command again.',
  ],
  'keys-unseen': () => ['Not every key could be looked at.', 'Nothing was changed; run the command again.'],
  'rename-without-dump': () => [
    'Keys can only be renamed with DUMP, which this server or user does not allow.',
    'Allow DUMP and RENAME to the user: docs/redis-access.md has the ACL lines.',
  ],
  'index-busy': () => [
    'An index is changed by others all the time, so that nothing can be put into it.',
    'Run the command again: it goes on where it stopped.',
  ],
  'state-note': ({ key }: { key: string }) => [
    `The key ${key} holds something else than what meter notes there.`,
    'Remove or rename the key, or leave the note out: --no-state',
  ],
  'not-in-archive': ({ family }: { family: string | null }) => [
    `The archive holds nothing of ${family === null ? 'what --key names' : `family ${family}`}.`,
    'To see what it holds: add --list',
  ],
  'archive-newer': ({ path, action }: { path: string; action: string }) => [
    `The archive ${path} was made by a newer version: this one does not know how to undo “${action}”.`,
    'Use the version that made it, or a newer one.',
  ],
  'other-database': ({ db, here }: { db: number; here: number }) => [
    `The archive is of database ${db}, and this would go into database ${here}.`,
    `To go ahead name the database: --db ${db}, or --db ${here}`,
  ],
  'values-refused': ({ count, named, more, ids }: { count: number; named: readonly string[]; more: number; ids: boolean }) => [
    `The server did not take ${formatCounted(count, 'value', 'values')}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. The rest went on.`,
    `Put right what it says of them, then run the command again${ids ? '' : '; --show-ids shows their names in full'}.`,
  ],
  'plan-too-large': ({ bytes, most }: { bytes: number; most: number }) => [
    `The plan would take ${formatBytes(bytes)}, and meter apply reads at most ${formatBytes(most)}.`,
    'Leave --list-keys out, or make one plan for each --family.',
  ],
  'archive-twice': () => ['An archive is named twice.', 'Name each once.'],
} satisfies ErrorTexts;

export const says = sayingsOf(changesErrors);
