import type { DoctorEvidence, PlantedKey, Reach } from '../../../../doctor/evidence.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatDuration } from '../../../../format/duration.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';
import { formatShortTime as shortTime } from '../../../../format/short-time.js';
import { utcText } from '../../../../recognise/words.js';
import { listed, share as shareText } from '../figures.js';

const PLACES: Readonly<Record<Reach, string>> = {
  local: '在本机',
  private: '在内网',
  public: '在公网',
  unknown: '所在地址可能是公网',
};

const CLIENTS: Readonly<Record<Reach, string>> = {
  local: '本机',
  private: '内网',
  public: '公网',
  unknown: '可能是公网',
};

const HOLDS: Readonly<Record<NonNullable<PlantedKey['holds']>, string>> = {
  'cron-line': 'crontab 行',
  'ssh-key': 'SSH 密钥',
  shell: 'shell 命令',
};

const MODES: Readonly<Record<string, string>> = { standalone: '单机', cluster: '集群', sentinel: '哨兵' };

/** What a switch takes, by the words of the domain. */
const TAKES: Readonly<Record<string, string>> = { 'true or false': ' true 或 false' };

export const evidence: Sentences<DoctorEvidence> = {
  connected: ({ nodes, mode, user }) =>
    `${MODES[mode] ?? mode}，${formatCount(nodes)} 个节点${user === null ? '' : `，用户 ${user}`}`,
  'not-connected': ({ message }) => message,
  pings: ({ node, sent, p50Seconds, p99Seconds, maxSeconds }) =>
    `向 ${node} 发送 ${formatCount(sent)} 次 PING：P50 ${shortTime(p50Seconds)}，P99 ${shortTime(p99Seconds)}，最大 ${shortTime(maxSeconds)}`,
  'no-answer': ({ seconds }) => `有命令在 ${formatDuration(seconds)} 内没有应答`,
  'command-times': ({ commands, counted }) =>
    `${formatCount(counted)} 种命令中最慢的 P99：${listed(commands.map(({ command, p99Seconds }) => `${command} ${shortTime(p99Seconds)}`))}，不含网络和排队`,
  'slow-commands': ({ entries, thresholdSeconds, slowest }) =>
    slowest === null
      ? `最近一天没有超过 ${shortTime(thresholdSeconds)} 的命令`
      : `最近一天有 ${formatCount(entries)} 条命令超过 ${shortTime(thresholdSeconds)}，最慢的是 ${formatDuration(slowest.agoSeconds)} 前的 ${slowest.command}，${shortTime(slowest.seconds)}`,
  pauses: ({ events }) =>
    events.length === 0
      ? '最近一天没有'
      : events
          .map(({ event, maxSeconds, agoSeconds }) => `${event} 最长 ${shortTime(maxSeconds)}，${formatDuration(agoSeconds)} 前`)
          .join('；'),
  'memory-used': ({ usedMemory, maxmemory }) =>
    maxmemory === 0
      ? `已用 ${formatBytes(usedMemory)}，没有上限（maxmemory 0）`
      : `已用 ${formatBytes(usedMemory)} / ${formatBytes(maxmemory)}`,
  'system-memory': ({ usedMemory, total }) =>
    `已用机器内存 ${formatBytes(usedMemory)} / ${formatBytes(total)}，没有上限：快照可能还需要同样多的内存，系统可能终止 Redis`,
  policy: ({ policy }) => `maxmemory-policy ${policy}`,
  evicted: ({ keys }) => `启动以来淘汰了 ${formatCount(keys)} 个键`,
  fragmentation: ({ ratio, lostBytes }) => `碎片率 ${ratio.toFixed(2)}，多占 ${formatBytes(lostBytes)}`,
  saving: ({ by }) => (by === 'none' ? '没有落盘' : `由 ${by.replace('+', ' 和 ')} 落盘`),
  'only-cache': () => '应用会从别处重新读取数据',
  'last-save': ({ agoSeconds }) => `上次快照在 ${formatDuration(agoSeconds)} 前`,
  'slow-fork': ({ seconds }) => `上次快照的 fork 用了 ${shortTime(seconds)}，期间阻塞所有客户端`,
  'delayed-fsync': ({ times }) => `AOF 写入等待磁盘 ${formatCount(times)} 次`,
  clients: ({ connected, maxclients, blocked }) =>
    `客户端 ${formatCount(connected)} / ${formatCount(maxclients)}${blocked > 0 ? `，其中 ${formatCount(blocked)} 个在等待阻塞命令` : ''}`,
  rejected: ({ connections }) => `启动以来因连接过多拒绝了 ${formatCount(connections)} 个连接`,
  pool: ({ processes, pool, connections, maxclients, shared }) =>
    `${formatCount(processes)} 个进程，各 ${formatCount(pool)} 个连接：共 ${formatCount(connections)}${maxclients === null ? '' : ` / ${formatCount(maxclients)}`}${shared ? '；同一进程的请求共用一个' : ''}`,
  'pool-load': ({ rate, rttSeconds, share, waiting, mostRate }) =>
    `每秒 ${formatCount(rate)} 次请求、往返 ${shortTime(rttSeconds)} 时，连接占用 ${shareText(share)}，${shareText(waiting)} 的请求要等待；每秒最多 ${formatCount(Math.floor(mostRate))} 次`,
  'no-replica': () => '没有副本：此实例故障时无人接管',
  replicas: ({ count, lagBytes }) =>
    `${formatCount(count)} 个副本${lagBytes === null ? '' : `，最多落后 ${formatBytes(lagBytes)}`}`,
  'replica-of': ({ master, isUp, silentSeconds }) =>
    `${master} 的副本，连接${isUp ? '正常' : '中断'}${silentSeconds === null ? '' : `，${formatDuration(silentSeconds)} 前最后收到数据`}`,
  'too-few-replicas': ({ count, needed }) =>
    `${formatCount(count)} 个副本，而 min-replicas-to-write 为 ${formatCount(needed)}：写入被拒绝`,
  'cluster-state': ({ state, masters, failing, unassigned }) =>
    `cluster_state ${state}，${formatCount(masters)} 个分片${failing > 0 ? `，${formatCount(failing)} 个槽故障` : ''}${unassigned > 0 ? `，${formatCount(unassigned)} 个槽没有节点` : ''}`,
  'masters-alone': ({ count }) => `${formatCount(count)} 个分片没有副本`,
  sentinels: ({ named, answered, known, quorum }) =>
    [
      `指定的 ${formatCount(named)} 个哨兵中有 ${formatCount(answered)} 个应答`,
      ...(known === null ? [] : [`共 ${formatCount(known)} 个`]),
      ...(quorum === null ? [] : [`须 ${formatCount(quorum)} 个同意`]),
    ].join('，'),
  'no-errors': () => '没有丢失写入或客户端出错的迹象',
  'error-counts': ({ errors, seconds }) =>
    errors
      .map(({ name, count, now }) =>
        now > 0
          ? `${name} ${formatCount(count)} 次，其中 ${formatCount(now)} 次在检查的 ${formatDuration(seconds)} 内`
          : `${name} ${formatCount(count)} 次`,
      )
      .join('；'),
  'keys-unused': () => '没有客户端使用 KEYS',
  'expired-waiting': ({ share }) => `有 TTL 的键中 ${shareText(share)} 已过期但仍占用内存`,
  'hot-keys': ({ by, keys }) =>
    listed(
      keys.map(({ key, weight }) =>
        by === 'hotkeys' ? `${key} 占 CPU 时间的 ${shareText(weight)}` : `${key}（频率 ${weight} / 255）`,
      ),
    ),
  'no-hot-key': ({ by }) => (by === 'hotkeys' ? 'HOTKEYS 没有记录到' : '抽样中没有'),
  server: ({ product, provider, missing, denied }) =>
    [
      `${product}${provider === null ? '' : `（${provider}）`}`,
      ...(missing.length === 0 ? [] : [`没有 ${listed(missing)}`]),
      ...(denied.length === 0 ? [] : [`当前用户不能执行 ${listed(denied)}`]),
    ].join('；'),
  supported: ({ product, version, until, asOf }) =>
    `${product} ${version} 仍在维护${until === null ? `，截至 ${asOf} 未公布终止日期` : `，到 ${until} 为止`}`,
  'support-ended': ({ product, version, ended }) => `${product} ${version} 自 ${ended} 起不再有安全修复`,
  open: ({ reach }) => `没有密码，但只有${CLIENTS[reach]}的客户端能连接`,
  'open-to-all': ({ reach }) => `没有密码，且 Redis ${PLACES[reach]}：能访问到的人可以做任何事`,
  'password-needed': () => '未登录的命令会被拒绝',
  user: ({ user }) => `以 ${user} 登录${user === 'default' ? '，该用户通常可以做任何事' : ''}`,
  encrypted: () => 'TLS',
  'not-encrypted': ({ reach }) => `没有 TLS，${PLACES[reach]}`,
  listening: ({ bind, protectedMode, reach }) =>
    [
      `Redis ${PLACES[reach]}`,
      ...(bind === null ? [] : [`bind ${bind === '' ? '（所有地址）' : bind}`]),
      ...(protectedMode === null ? [] : [`protected-mode ${protectedMode ? 'yes' : 'no'}`]),
    ].join('，'),
  'planted-keys': ({ keys }) =>
    `${listed(keys.map(({ name, holds }) => (holds === null ? name : `${name}（${HOLDS[holds]}）`)))}：针对无密码 Redis 的攻击会留下这样的键名`,
  'odd-file': ({ setting, value }) => `${setting} 为 ${value}：针对无密码 Redis 的攻击会把快照写到其他程序执行的位置`,
  'no-signs': ({ keys }) => `攻击会留下的 ${formatCount(keys)} 个键名都不存在，文件名也正常`,
  'switch-unknown': ({ env, near }) => `文件中有 ${env}，但没有程序读取：可能应为 ${near}`,
  'switch-ignored': ({ switches }) => `所用版本不读取 ${listed(switches.map(({ env }) => env))}，设置不起作用`,
  'switch-value': ({ env, takes, readAs }) => `${env} 应为${TAKES[takes] ?? '大于 0 的整数'}；该值很可能按 ${readAs} 读取`,
  'switch-twice': ({ env }) => `${env} 有多行设置，以最后一行为准`,
  'switches-read': ({ count }) => `文件中有 ${formatCount(count)} 个开关，应用都会读取`,
  offset: ({ utcOffset }) => utcText(utcOffset),
  'offset-differs': ({ inFile, inData }) =>
    `按文件为 ${utcText(inFile)}，按数据为 ${utcText(inData)}：这不是应用使用的文件，或文件已被修改`,
  'offset-unreadable': ({ env, readAs }) => `应用不接受 ${env} 的写法，使用 ${utcText(readAs)}`,
  'rights-told': ({ yes, partly, no, unknown, replica }) =>
    [
      `${formatCount(yes)} 个命令完全可用`,
      ...(partly.length === 0 ? [] : [`部分可用：${listed(partly)}`]),
      ...(no.length === 0 ? [] : [`不可用：${listed(no)}`]),
      ...(unknown.length === 0 ? [] : [`${replica ? '副本上' : '没有 MULTI，'}无法得知：${listed(unknown)}`]),
    ].join('；'),
};
