import { formatCount } from '../../../../format/number.js';
import type { KnownError, Setting } from '../../../../audit/remedy.js';
import type { AuditMessages, RemedyText } from '../../audit.js';
import { settingLine, settingText } from '../setting.js';
import { limiterRemedies } from './limiters.js';

const ERRORS: Readonly<Record<KnownError, (look: string) => string>> = {
  NOSCRIPT: () =>
    'have the client send EVAL where EVALSHA answers NOSCRIPT, as most libraries do, and load scripts again after a restart',
  WRONGTYPE: (look) =>
    `a key has another type than its reader expects: look for it by ${look}, and in the log of the application`,
  OOM: () => 'the server is full: free memory or raise maxmemory',
  MISCONF: () => 'the server could not save and refuses writes: look at its log',
  READONLY: () => 'a client writes to a replica: point it to the master',
  NOREPLICAS: () => 'too few replicas follow: look at INFO replication and min-replicas-to-write',
  NOAUTH: () => 'a client sends commands before it logs in: give it the password',
  WRONGPASS: () => 'a client logs in with a wrong password: ACL LOG tells from where',
  NOPERM: () => 'a user lacks rights: ACL LOG tells which',
  MOVED: () => 'a client does not know that this is a cluster: have it use cluster mode',
};

/** `also`: commands that make room. */
const setText = (setting: Setting, commands: readonly string[], also: readonly string[] = []): RemedyText =>
  setting.by === 'provider'
    ? { advice: [settingText(setting, commands), ...also.map((prune) => `, and make room with ${prune}`)].join('') }
    : { command: settingLine(setting, [...commands, ...also]) };

export const remedies: AuditMessages['remedies'] = {
  ...limiterRemedies,
  run: (_, [command = '']) => ({ command }),
  'handle-error': ({ params: { error } }, [look = '']) => ({
    advice:
      error === null ? `look for the error in the log of the application; ${look} tells whether it goes on` : ERRORS[error](look),
  }),
  'wait-for-leases': ({ params: { lift } }) => ({ advice: `none needed: they expire by themselves; at once by ${lift}` }),
  'fewer-keys': ({ params: { switches } }, [prune]) => ({
    advice: [
      ...switches.map(({ env, value, commandsPerDay }) => `${env}=${value} saves ${formatCount(commandsPerDay)} of them`),
      `fewer keys, fewer commands: ${prune ?? 'see which families are largest'}`,
    ].join('; '),
  }),
  'find-keys-caller': () => ({ advice: 'find the caller with CLIENT LIST (cmd=keys) or SLOWLOG GET, and have it use SCAN' }),
  set: ({ params: { setting } }, commands) => setText(setting, commands),
  'set-and-prune': ({ params: { setting } }, commands) => setText(setting, commands.slice(0, -1), commands.slice(-1)),
  'more-memory': ({ params: { cache, setting } }, commands) => {
    if (setting !== null)
      return { advice: `more memory, or ${settingText(setting, commands)}: the application reads again what is evicted` };
    if (cache) return { advice: 'more memory, if the application reads too much again' };
    const [prune] = commands;
    return prune === undefined ? { advice: 'more memory' } : { command: `${prune}, or more memory` };
  },
  'narrow-listing': () => ({
    advice:
      'take the commands that list names from every user who can do without (ACL SETUSER <user> -scan -keys -randomkey -monitor -slowlog): ' +
      'a key pattern does not narrow SCAN; and upgrade to a release that hashes them where there is one',
  }),
  'ask-writer': () => ({ advice: 'look at its writer; nothing that is not recognised can be pruned' }),
  'ask-unknown-writer': () => ({ advice: 'look at what writes them' }),
  'find-save-fault': ({ params: { what } }) => ({
    advice:
      what === 'snapshot'
        ? "find the cause in the server's log (a full disk, a folder that is gone, no memory to fork), then redis-cli BGSAVE"
        : "find the cause in the server's log, such as a full disk; the server tries again by itself",
  }),
  'trim-at-writer': () => ({ advice: 'split it, or trim it at its writer' }),
  'no-hours-left': () => ({
    advice:
      'nothing now: every hour that is over has gone, or is needed; switch them off where they are written: meter flags list',
  }),
  'repair-below-zero': (_, [repair = '']) => ({
    command: `${repair} for values below zero; others are up to the application`,
  }),
  'expire-by-hand': () => ({
    advice: 'none by meter: the TTL of such a key is up to the application; redis-cli EXPIRE sets one',
  }),
  'in-use': () => ({
    advice: 'none now: the keys that were looked at are in use, and the application sets their TTL again; audit again later',
  }),
  'as-profile-says': ({ params: { text } }) => ({ advice: text }),
};
