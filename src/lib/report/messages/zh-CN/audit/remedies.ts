import { formatCount } from '../../../../format/number.js';
import type { KnownError, Setting } from '../../../../audit/remedy.js';
import type { AuditMessages, RemedyText } from '../../audit.js';
import { settingLine, settingText } from '../setting.js';
import { limiterRemedies } from './limiters.js';

const ERRORS: Readonly<Record<KnownError, (look: string) => string>> = {
  NOSCRIPT: () => '让客户端在 EVALSHA 返回 NOSCRIPT 时改发 EVAL（多数库如此），并在重启后重新加载脚本',
  WRONGTYPE: (look) => `有键的类型与读取方预期不符：用 ${look} 和应用日志查找`,
  OOM: () => '内存已满：释放内存或调大 maxmemory',
  MISCONF: () => 'Redis 无法保存数据，已拒绝写入：检查 Redis 日志',
  READONLY: () => '有客户端向副本写入：改连主节点',
  NOREPLICAS: () => '同步中的副本太少：检查 INFO replication 和 min-replicas-to-write',
  NOAUTH: () => '有客户端未认证就发送命令：为其配置密码',
  WRONGPASS: () => '有客户端密码错误：ACL LOG 显示来源',
  NOPERM: () => '有用户缺少权限：ACL LOG 显示是哪个用户',
  MOVED: () => '有客户端不知道这是集群：启用其集群模式',
};

/** `also`: commands that make room. */
const setText = (setting: Setting, commands: readonly string[], also: readonly string[] = []): RemedyText =>
  setting.by === 'provider'
    ? { advice: [settingText(setting, commands), ...also.map((prune) => `，并腾出空间：${prune}`)].join('') }
    : { command: settingLine(setting, [...commands, ...also]) };

export const remedies: AuditMessages['remedies'] = {
  ...limiterRemedies,
  run: (_, [command = '']) => ({ command }),
  'handle-error': ({ params: { error } }, [look = '']) => ({
    advice: error === null ? `在应用日志中查找该错误；${look} 可看出是否仍在发生` : ERRORS[error](look),
  }),
  'wait-for-leases': ({ params: { lift } }) => ({ advice: `无需处理，会自行过期；立即解除：${lift}` }),
  'fewer-keys': ({ params: { switches } }, [prune]) => ({
    advice: [
      ...switches.map(({ env, value, commandsPerDay }) => `设 ${env}=${value} 可省其中 ${formatCount(commandsPerDay)} 条`),
      `键越少，命令越少：${prune ?? '查看哪些键族最大'}`,
    ].join('；'),
  }),
  'find-keys-caller': () => ({ advice: '用 CLIENT LIST（cmd=keys）或 SLOWLOG GET 找到调用方，改用 SCAN' }),
  set: ({ params: { setting } }, commands) => setText(setting, commands),
  'set-and-prune': ({ params: { setting } }, commands) => setText(setting, commands.slice(0, -1), commands.slice(-1)),
  'more-memory': ({ params: { cache, setting } }, commands) => {
    if (setting !== null) return { advice: `增加内存，或 ${settingText(setting, commands)}：被淘汰的数据应用会重新读取` };
    if (cache) return { advice: '若应用重复读取过多，则增加内存' };
    const [prune] = commands;
    return prune === undefined ? { advice: '增加内存' } : { command: `${prune}，或增加内存` };
  },
  'narrow-listing': () => ({
    advice:
      '对不需要的用户收回列出键名的命令（ACL SETUSER <user> -scan -keys -randomkey -monitor -slowlog）：键名模式限制不了 SCAN；若有对其做哈希的版本，升级到该版本',
  }),
  'ask-writer': () => ({ advice: '查看写入方；未识别的键不能清理' }),
  'ask-unknown-writer': () => ({ advice: '查看是谁写入的' }),
  'find-save-fault': ({ params: { what } }) => ({
    advice:
      what === 'snapshot'
        ? '在 Redis 日志中查找原因（磁盘已满、目录不存在、内存不足无法 fork），然后执行 redis-cli BGSAVE'
        : '在 Redis 日志中查找原因，例如磁盘已满；Redis 会自行重试',
  }),
  'trim-at-writer': () => ({ advice: '拆分，或由写入方裁剪' }),
  'no-hours-left': () => ({
    advice: '目前无需处理：已结束的小时都已不在，或仍需保留；在写入处关闭统计：meter flags list',
  }),
  'repair-below-zero': (_, [repair = '']) => ({ command: `${repair}（修复负值；其余由应用处理）` }),
  'expire-by-hand': () => ({ advice: 'meter 不处理：这类键的 TTL 由应用决定；可用 redis-cli EXPIRE 设置' }),
  'in-use': () => ({ advice: '目前无需处理：检查的键都在使用，应用会重新设置 TTL；稍后再审计' }),
  'as-profile-says': ({ params: { text } }) => ({ advice: text }),
};
