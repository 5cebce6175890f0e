/** Commands that end with an error: they cost as much as others, and what they were to write is missing. */
import { formatCount, formatCounted } from '../../format/number.js';
import { ABOUT_SERVER, type FindingRule } from './context.js';

/** Failed calls of a command from which they are no accident, in number and as a share of its calls. */
const LEAST_CALLS = 20;
const LEAST_SHARE = 0.01;
const SHOWN = 3;

/** Errors by which writes are lost. */
const LOSING = ['OOM', 'MISCONF', 'READONLY', 'NOREPLICAS'];

/** What to do about an error, by the word that it begins with. */
const ADVICE: Readonly<Record<string, string>> = {
  NOSCRIPT:
    'have the client send EVAL where EVALSHA answers NOSCRIPT, as most libraries do, and load scripts again after a restart',
  WRONGTYPE:
    'a key has another type than its reader expects: look for it by meter audit --all, and in the log of the application',
  OOM: 'the server is full: free memory or raise maxmemory',
  MISCONF: 'the server could not save and refuses writes: look at its log',
  READONLY: 'a client writes to a replica: point it to the master',
  NOREPLICAS: 'too few replicas follow: look at INFO replication and min-replicas-to-write',
  NOAUTH: 'a client sends commands before it logs in: give it the password',
  WRONGPASS: 'a client logs in with a wrong password: ACL LOG tells from where',
  NOPERM: 'a user lacks rights: ACL LOG tells which',
  MOVED: 'a client does not know that this is a cluster: have it use cluster mode',
};

export const failedCalls: FindingRule = ({ server }) => {
  const failing = [...(server.commandStats ?? [])]
    .map(([command, { calls, failed, rejected }]) => {
      const count = (failed ?? 0) + (rejected ?? 0);
      return { command: command.replace('|', ' ').toUpperCase(), count, of: calls + (rejected ?? 0) };
    })
    .filter(({ count, of }) => count >= LEAST_CALLS && count >= LEAST_SHARE * of)
    .toSorted((a, b) => b.count - a.count);
  if (failing.length === 0) return [];
  const count = failing.reduce((sum, one) => sum + one.count, 0);
  const errors = [...server.errors].filter(([, times]) => times >= LEAST_CALLS).toSorted(([, a], [, b]) => b - a);
  const more = failing.length > SHOWN ? ` and ${formatCounted(failing.length - SHOWN, 'other command', 'other commands')}` : '';
  const names = failing
    .slice(0, SHOWN)
    .map((one) => `${formatCount(one.count)} of ${formatCounted(one.of, 'call', 'calls')} of ${one.command}`);
  const told = errors.slice(0, SHOWN).map(([name, times]) => `${name} ${formatCount(times)}`);
  const [worst] = errors.map(([name]) => name).filter((name) => ADVICE[name] !== undefined);
  return [
    {
      ...ABOUT_SERVER,
      code: 'failed-calls',
      severity: errors.some(([name]) => LOSING.includes(name)) ? 'high' : 'medium',
      title: 'commands fail, which cost as much as those that work',
      count,
      evidence: `${names.join(', ')}${more} since the statistics began${told.length === 0 ? '' : `; errors of any command: ${told.join(', ')}`}`,
      fix:
        (worst === undefined ? undefined : ADVICE[worst]) ??
        'look for the error in the log of the application; meter measure --seconds 60 tells whether it goes on',
    },
  ];
};
