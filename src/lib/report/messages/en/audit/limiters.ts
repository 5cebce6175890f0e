/** Sentences about limiters. */
import { formatDuration } from '../../../../format/duration.js';
import { formatCount, formatCounted, formatShare } from '../../../../format/number.js';
import type { LimiterFindingParams } from '../../../../audit/limiters/params.js';
import type { AuditMessages } from '../../audit.js';

const ofLists = (count: number, looked: number): string =>
  `${formatCount(count)} of ${formatCounted(looked, 'list', 'lists')} looked at`;

export const limiterFindings: Pick<AuditMessages['findings'], keyof LimiterFindingParams> = {
  'permanent-limiter-keys': ({ count, params: { pattern, keys, exact, note } }) => ({
    title: `${pattern} keeps a key for everyone who was ever limited`,
    evidence: `${exact ? '' : 'about '}${formatCount(count)} of ${formatCounted(keys, 'key', 'keys')} ${count === 1 ? 'has' : 'have'} no TTL, because the application sets none${note === null ? '' : `; ${note}`}`,
  }),
  'limiter-times-ahead': ({ count, params: { pattern, looked, ids, aheadSeconds, capacity } }) => ({
    title: `${pattern} holds times in the future, which deny requests`,
    evidence: `the newest entry of ${ofLists(count, looked)} is up to ${formatDuration(aheadSeconds)} later than now: ${ids.join(', ')}${count > ids.length ? ', …' : ''}; an older release wrote its local time there, and this one reads UTC. Whoever has a full list${capacity === null ? '' : ` (${formatCount(capacity)} entries)`} is denied until that time, and each denied request sets the TTL again`,
  }),
  'denials-extend-ttl': ({ count, params: { pattern, looked } }) => ({
    title: `denied requests keep keys of ${pattern} alive`,
    evidence: `the TTL of ${ofLists(count, looked)} was set again after the newest entry, by a request that was denied: the list stays in memory as long as somebody goes on trying`,
  }),
  'window-outlives-ttl': ({ params: { rule, windowSeconds, ttlSeconds } }) => ({
    title: `the window of ${rule} is longer than its keys exist`,
    evidence: `the window is ${formatDuration(windowSeconds)}, but a key expires ${formatDuration(ttlSeconds)} after the last request: whoever waits so long starts afresh`,
  }),
  'limiter-overrun': ({ count, params: { pattern, rule, longest, capacity } }) => ({
    title: `${rule} has let through more than its limit`,
    evidence: `${formatCounted(count, 'list', 'lists')} of ${pattern} ${count === 1 ? 'has' : 'have'} more entries than the limit of ${formatCount(capacity)}, up to ${formatCount(longest)}: requests at once pass the test together`,
  }),
  'limiter-generations': ({ params: { rules, older, newer, recent } }) => ({
    title: 'two generations of limiters have keys at once',
    evidence: `${rules.join(', ')}: ${older.join(', ')} of an older release and ${newer.join(', ')} of a newer one; ${
      recent === null
        ? 'while processes of both run, each counts only the requests that it gets'
        : recent === 0
          ? 'no older key was used in the last minute, so that they are left to expire'
          : `${formatCounted(recent, 'older key was', 'older keys were')} used in the last minute, so that a process of the older release still runs, and each counts only the requests that it gets`
    }`,
  }),
  'limiter-noscript': ({ count, params: { application, pattern, calls } }) => ({
    title: `${application} calls a script that the server has lost`,
    evidence: `${formatCounted(count, 'call', 'calls')} ended with NOSCRIPT${calls === null ? '' : `, of ${formatCounted(calls, 'call', 'calls')} of EVALSHA`}; the limiter of ${pattern} loads its script once at its start and never sends it again: after a restart or a SCRIPT FLUSH of the server every limited call answers 500`,
  }),
  'hot-limiter-keys': ({ count, params: { by, keys } }) => ({
    title: 'keys of limiters are hot',
    evidence: `${formatCounted(count, 'key', 'keys')}, by ${by === 'lfu' ? 'the frequency that the server keeps for evictions (0 to 255)' : 'HOTKEYS (share of the processor time)'}: ${keys.map(({ key, weight }) => `${key} ${by === 'lfu' ? formatCount(weight) : formatShare(weight)}`).join(', ')}${count > keys.length ? ', …' : ''}`,
  }),
};

export const limiterRemedies: Pick<
  AuditMessages['remedies'],
  | 'remove-lists'
  | 'none-for-denials'
  | 'shorter-window'
  | 'count-in-one-step'
  | 'one-generation'
  | 'restart-application'
  | 'cool-limiter'
> = {
  'remove-lists': (_, commands) =>
    commands.length === 0
      ? { advice: 'remove these lists: whoever they limit may use up the limit once more' }
      : { command: commands.join(' && ') },
  'none-for-denials': () => ({ advice: 'none needed: nobody is denied for longer, and the lists expire once the requests stop' }),
  'shorter-window': ({ params: { variable, seconds } }) => ({
    advice: `set ${variable ?? 'the window'} to ${seconds} s or less`,
  }),
  'count-in-one-step': () => ({
    advice:
      'no setting helps: only a script that tests and counts in one step holds the limit; meter trial limiters shows both side by side',
  }),
  'one-generation': ({ params: { carriesOver } }) => ({
    advice: `stop the processes of the older release; its keys then expire by themselves${carriesOver ? ', or meter migrate --limiters list:window adds what they hold to the newer ones' : ''}`,
  }),
  'restart-application': ({ params: { application } }) => ({
    advice: `restart every process of ${application}, which then loads the script again; do so after each restart of the server`,
  }),
  'cool-limiter': ({ params: { byAddress, shortfall } }) => ({
    advice: `${byAddress ? 'if the address is that of a proxy, have the relay take the address of the client from its header; ' : ''}block in memory until the reset after a denial, which saves the calls of those who go on trying; hash tags help only scripts with several keys; four shards of a limit would be approximate${shortfall === null ? '' : `: about ${formatShare(shortfall)} of the limit is denied early`}`,
  }),
};
