/** Servers that are not what was asked for, and replies that end a run. */
import { formatCount } from '../format/number.js';
import type { Saying } from '../format/errors.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

/** Why SCAN does not come to an end. */
export type ScanStuck =
  | { code: 'too-many'; returned: number; reported: number }
  | { code: 'empty'; command: string; asked: number }
  | { code: 'alike'; steps: number }
  | { code: 'cursor'; cursor: string };

function stuck(why: ScanStuck): string {
  switch (why.code) {
    case 'too-many':
      return `it has returned ${why.returned} names, and the server tells of ${why.reported}`;
    case 'empty':
      return `${why.command} was asked for ${why.asked} names in a row and returned none`;
    case 'alike':
      return `${why.steps} steps in a row have returned the same names`;
    case 'cursor':
      return `its cursor ${why.cursor} comes again, and no new names with it`;
  }
}

export const sessionErrors = {
  'owners-unreadable': ({ owners }: { owners: number }) => [
    `The ${owners === 1 ? 'name of an owner' : `names of ${formatCount(owners)} owners`} cannot be read: this user may not read their keys.`,
    'Let the user read all keys (ACL SETUSER <user> %R~*), or give --owner an id.',
  ],
  'alien-reply': ({ at, reply }: { at: string; reply: { command: string; detail: string } | null }) => [
    reply === null
      ? `${at} sends more replies than it was asked for.`
      : `${at} answers ${reply.command} in a way that Redis does not: ${reply.detail}.`,
    'A proxy or another kind of server may answer at this address: connect to Redis itself.',
  ],
  'connection-not-renewed': ({ failed }: { failed: Saying | null }, say) => [
    `The connection to Redis was lost and could not be made again.${failed === null ? '' : ` ${say(failed)[0]}`}`,
    'Check that the server is up, then run the command again.',
  ],
  'connection-lost': ({ at, times, command, words }: { at: string; times: number; command: string | null; words: string }) => [
    `The connection to ${at} was lost ${times === 1 ? 'once' : `${times} times`} at ${command ?? 'a command'}: ${words}.`,
    'Check that the server is up, then run the command again.',
  ],
  'not-serving': ({ words }: { words: string }) => [
    `The server keeps refusing: ${words}.`,
    'Wait until it serves again, then run the command again.',
  ],
  'too-slow': ({ seconds }: { seconds: number }) => [
    `The server answers so slowly that one pipeline was not done within ${seconds} s.`,
    'Look at what keeps it busy (SLOWLOG, INFO), or raise --timeout.',
  ],
  'scan-stuck': ({ command, why }: { command: string; why: ScanStuck }) => [
    `${command} of this server does not come to an end: ${stuck(why)}.`,
    'A proxy may answer at this address: connect to Redis itself.',
  ],
  'command-budget': ({ ceiling }: { ceiling: number }) => [
    `The limit of ${ceiling} commands does not allow the next step.`,
    'Raise --max-commands, or leave it out.',
  ],
  'not-on-list': ({ command, changing }: { command: string; changing: boolean }) => [
    `The command ${command} is not on the list of ${changing ? 'changing' : 'reading'} commands; it was not sent.`,
  ],
  'read-only-replica': ({ name, master }: { name: string; master: string | null }) => [
    `${name} is a replica, which takes no changes; nothing was sent to it.`,
    master === null ? 'Name the master.' : `Name its master: ${master}`,
  ],
  'cluster-empty': ({ at }: { at: string }) => [
    `The cluster of ${at} names no master.`,
    'Look at CLUSTER SLOTS and CLUSTER INFO: no slot is assigned to a node that can be reached.',
  ],
  'not-a-cluster': ({ at }: { at: string }) => [`${at} is not part of a cluster.`, 'Leave --cluster out.'],
  'no-replica': ({ at }: { at: string }) => [
    `${at} has no replica that is connected to it.`,
    'Leave --replica out to read from the master.',
  ],
  'sentinels-no-replica': () => [
    'The sentinels know no healthy replica of this master.',
    'Leave --replica out to read from the master, and check --master-name.',
  ],
  'unknown-master': () => [
    'The sentinels know no master of this name.',
    'Check --master-name: it is the name after `sentinel monitor` in the sentinels’ configuration.',
  ],
  'is-sentinel': ({ at, master }: { at: string; master: string | null }) => [
    `${at} is a sentinel, which holds no keys.`,
    `Ask it where the master is: --sentinel ${at} --master-name ${master ?? 'NAME'}`,
  ],
  failover: ({ at, replica }: { at: string; replica: boolean }) => [
    `The sentinels name ${at} as a ${replica ? 'replica' : 'master'}, but it is not one.`,
    'A failover is probably under way: try again in a moment.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(sessionErrors);
