import type { DoctorEvidence, PlantedKey, Reach } from '../../../../doctor/evidence.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatDuration } from '../../../../format/duration.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount, formatCounted, formatShare } from '../../../../format/number.js';
import { formatShortTime as shortTime } from '../../../../format/short-time.js';
import { utcText } from '../../../../recognise/words.js';

const PLACES: Readonly<Record<Reach, string>> = {
  local: 'on this machine',
  private: 'on a private network',
  public: 'on the internet',
  unknown: 'at an address that may be on the internet',
};

const HOLDS: Readonly<Record<NonNullable<PlantedKey['holds']>, string>> = {
  'cron-line': 'a line of a crontab',
  'ssh-key': 'an SSH key',
  shell: 'a shell command',
};

const connections = (count: number): string => formatCounted(count, 'connection', 'connections');

export const evidence: Sentences<DoctorEvidence> = {
  connected: ({ nodes, mode, user }) =>
    `${mode}, ${formatCounted(nodes, 'node', 'nodes')}${user === null ? '' : `, as user ${user}`}`,
  'not-connected': ({ message }) => message,
  pings: ({ node, sent, p50Seconds, p99Seconds, maxSeconds }) =>
    `${formatCounted(sent, 'PING', 'PINGs')} to ${node}: p50 ${shortTime(p50Seconds)}, p99 ${shortTime(p99Seconds)}, max ${shortTime(maxSeconds)}`,
  'no-answer': ({ seconds }) => `a command got no answer within ${formatDuration(seconds)}`,
  'command-times': ({ commands, counted }) =>
    `p99 of the slowest of ${formatCounted(counted, 'command', 'commands')}: ${commands.map(({ command, p99Seconds }) => `${command} ${shortTime(p99Seconds)}`).join(', ')}, without network and queueing`,
  'slow-commands': ({ entries, thresholdSeconds, slowest }) =>
    slowest === null
      ? `no command above ${shortTime(thresholdSeconds)} in the last day`
      : `${formatCounted(entries, 'command', 'commands')} above ${shortTime(thresholdSeconds)} in the last day, the slowest ${slowest.command} with ${shortTime(slowest.seconds)}, ${formatDuration(slowest.agoSeconds)} ago`,
  pauses: ({ events }) =>
    events.length === 0
      ? 'none in the last day'
      : events
          .map(
            ({ event, maxSeconds, agoSeconds }) => `${event} up to ${shortTime(maxSeconds)}, ${formatDuration(agoSeconds)} ago`,
          )
          .join('; '),
  'memory-used': ({ usedMemory, maxmemory }) =>
    maxmemory === 0
      ? `${formatBytes(usedMemory)} in use, no limit (maxmemory 0)`
      : `${formatBytes(usedMemory)} of ${formatBytes(maxmemory)} in use`,
  'system-memory': ({ usedMemory, total }) =>
    `${formatBytes(usedMemory)} of the machine's ${formatBytes(total)} in use, and no limit: a snapshot can need as much again, and the system may end the server`,
  policy: ({ policy }) => `maxmemory-policy ${policy}`,
  evicted: ({ keys }) => `${formatCounted(keys, 'key has', 'keys have')} been evicted since the server started`,
  fragmentation: ({ ratio, lostBytes }) => `ratio ${ratio.toFixed(2)}, ${formatBytes(lostBytes)} more than needed`,
  saving: ({ by }) => (by === 'none' ? 'nothing is saved' : `saved by ${by.replace('+', ' and ')}`),
  'only-cache': () => 'the application reads its data again elsewhere',
  'last-save': ({ agoSeconds }) => `last snapshot ${formatDuration(agoSeconds)} ago`,
  'slow-fork': ({ seconds }) => `the last fork for a snapshot took ${shortTime(seconds)}, and held all clients`,
  'delayed-fsync': ({ times }) =>
    `writes to the append-only file have waited for the disk ${formatCounted(times, 'time', 'times')}`,
  clients: ({ connected, maxclients, blocked }) =>
    `${formatCount(connected)} of ${formatCounted(maxclients, 'client', 'clients')}${blocked > 0 ? `, ${formatCount(blocked)} of them waiting in a blocking command` : ''}`,
  rejected: ({ connections: count }) => `${connections(count)} refused since the server started, because there were too many`,
  pool: ({ processes, pool, connections: count, maxclients, shared }) =>
    `${formatCounted(processes, 'process', 'processes')} with ${connections(pool)} each: ${formatCount(count)}${maxclients === null ? '' : ` of ${formatCount(maxclients)} that the server allows`}${shared ? '; all requests of a process share one' : ''}`,
  'pool-load': ({ rate, rttSeconds, share, waiting, mostRate }) =>
    `${formatCount(rate)} requests a second at ${shortTime(rttSeconds)} a round trip keep ${formatShare(share)} of the connections busy, ${formatShare(waiting)} of the requests wait; at most ${formatCount(Math.floor(mostRate))} a second`,
  'no-replica': () => 'no replica: nothing takes over if this server fails',
  replicas: ({ count, lagBytes }) =>
    `${formatCounted(count, 'replica', 'replicas')}${lagBytes === null ? '' : `, at most ${formatBytes(lagBytes)} behind`}`,
  'replica-of': ({ master, isUp, silentSeconds }) =>
    `replica of ${master}, link ${isUp ? 'up' : 'down'}${silentSeconds === null ? '' : `, last heard ${formatDuration(silentSeconds)} ago`}`,
  'too-few-replicas': ({ count, needed }) =>
    `${formatCounted(count, 'replica', 'replicas')}, and min-replicas-to-write is ${formatCount(needed)}: writes are refused`,
  'cluster-state': ({ state, masters, failing, unassigned }) =>
    `cluster_state ${state}, ${formatCounted(masters, 'shard', 'shards')}${failing > 0 ? `, ${formatCounted(failing, 'slot fails', 'slots fail')}` : ''}${unassigned > 0 ? `, ${formatCounted(unassigned, 'slot has', 'slots have')} no node` : ''}`,
  'masters-alone': ({ count }) => `${formatCounted(count, 'shard has', 'shards have')} no replica`,
  sentinels: ({ named, answered, known, quorum }) =>
    [
      `${formatCount(answered)} of ${formatCounted(named, 'sentinel', 'sentinels')} that were named ${answered === 1 ? 'answers' : 'answer'}`,
      ...(known === null ? [] : [`${formatCount(known)} in all`]),
      ...(quorum === null ? [] : [`${formatCount(quorum)} must agree`]),
    ].join(', '),
  'no-errors': () => 'no error that loses writes or shows a wrong client',
  'error-counts': ({ errors, seconds }) =>
    errors
      .map(({ name, count, now }) =>
        now > 0
          ? `${name} ${formatCount(count)}, ${formatCount(now)} of them in the ${formatDuration(seconds)} of these checks`
          : `${name} ${formatCount(count)}`,
      )
      .join('; '),
  'keys-unused': () => 'nothing uses KEYS',
  'expired-waiting': ({ share }) => `${formatShare(share)} of the keys with a TTL have expired and still take memory`,
  'hot-keys': ({ by, keys }) =>
    keys
      .map(({ key, weight }) =>
        by === 'hotkeys' ? `${key} ${formatShare(weight)} of the processor` : `${key} (frequency ${weight} of 255)`,
      )
      .join(', '),
  'no-hot-key': ({ by }) => (by === 'hotkeys' ? 'HOTKEYS has tracked none' : 'none in a sample'),
  server: ({ product, provider, missing, denied }) =>
    [
      `${product}${provider === null ? '' : ` of ${provider}`}`,
      ...(missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`]),
      ...(denied.length === 0 ? [] : [`this user may not send ${denied.join(', ')}`]),
    ].join('; '),
  supported: ({ product, version, until, asOf }) =>
    `${product} ${version} is maintained${until === null ? `, and no end was announced by ${asOf}` : ` until ${until}`}`,
  'support-ended': ({ product, version, ended }) => `${product} ${version} has had no security fixes since ${ended}`,
  open: ({ reach }) => `no password, but only clients ${PLACES[reach]} can connect`,
  'open-to-all': ({ reach }) => `no password, and the server is ${PLACES[reach]}: whoever reaches it may do everything`,
  'password-needed': () => 'commands are refused without a login',
  user: ({ user }) => `logged in as ${user}${user === 'default' ? ', who usually may do everything' : ''}`,
  encrypted: () => 'TLS',
  'not-encrypted': ({ reach }) => `no TLS, ${PLACES[reach]}`,
  listening: ({ bind, protectedMode, reach }) =>
    [
      `the server is ${PLACES[reach]}`,
      ...(bind === null ? [] : [`bind ${bind === '' ? '(every address)' : bind}`]),
      ...(protectedMode === null ? [] : [`protected-mode ${protectedMode ? 'yes' : 'no'}`]),
    ].join(', '),
  'planted-keys': ({ keys }) =>
    `${keys.map(({ name, holds }) => (holds === null ? name : `${name} (${HOLDS[holds]})`)).join(', ')}: attacks on open servers leave keys of this name`,
  'odd-file': ({ setting, value }) =>
    `${setting} is ${value}: attacks on open servers write snapshots where other programs run them`,
  'no-signs': ({ keys }) => `none of ${formatCount(keys)} key names that attacks leave, and no odd file name`,
  'switch-unknown': ({ env, near }) => `${env} is in the file, and nothing reads it: ${near} is probably meant`,
  'switch-ignored': ({ switches }) => switches.map(({ env, because }) => `${env} has no effect: ${because}`).join('; '),
  'switch-value': ({ env, takes, readAs }) => `${env} takes ${takes}; its value is most likely read as ${readAs}`,
  'switch-twice': ({ env }) => `${env} is set on several lines; the last one counts`,
  'switches-read': ({ count }) => `${formatCounted(count, 'switch', 'switches')} in the file, all of them read`,
  offset: ({ utcOffset, evidence: why }) => `${utcText(utcOffset)}: ${why}`,
  'offset-differs': ({ inFile, inData, evidence: why }) =>
    `${utcText(inFile)} by the file, but ${utcText(inData)} by the data (${why}): the file is not the one in use, or was changed`,
  'offset-unreadable': ({ env, readAs }) => `the application does not take ${env} as it is written, and uses ${utcText(readAs)}`,
  'rights-told': ({ yes, partly, no, unknown, replica }) =>
    [
      `${formatCounted(yes, 'verb', 'verbs')} in full`,
      ...(partly.length === 0 ? [] : [`in part: ${partly.join(', ')}`]),
      ...(no.length === 0 ? [] : [`not: ${no.join(', ')}`]),
      ...(unknown.length === 0 ? [] : [`unknown ${replica ? 'on a replica' : 'without MULTI'}: ${unknown.join(', ')}`]),
    ].join('; '),
};
