import type { Setting } from '../../../../audit/remedy.js';
import { formatCount } from '../../../../format/number.js';
import type { AdviceText, DoctorMessages } from '../../doctor.js';
import { settingLine, settingText } from '../setting.js';

const set = (setting: Setting, commands: readonly string[]): AdviceText =>
  setting.by === 'provider' ? settingText(setting, commands) : { command: settingLine(setting, commands) };

export const advice: DoctorMessages['advice'] = {
  suggested: ({ suggestions }) => suggestions.join(''),
  'nearer-or-quicker': ({ local }) =>
    local ? '检查本机负载和慢命令' : '在应用所在的机器上运行本命令；若那里也慢，把两者放到一起，或检查慢命令',
  'see-if-it-runs': () => '检查 Redis 是否停止、使用交换空间或在运行长脚本，并查看其日志；--timeout 可等待更久',
  'look-at-slow-commands': (_, commands) => `${commands.join(' && ')} 列出这些命令；常见的是扫描、大集合和脚本`,
  'look-at-pauses': (_, commands) => `${commands.join(' && ')} 给出解释`,
  set: ({ setting }, commands) => set(setting, commands),
  'limit-memory': ({ setting }, commands) => set(setting, commands),
  defragment: ({ setting }, commands) => set(setting, commands),
  'faster-disk': () => '换更快的磁盘，减小单个实例的内存，或在副本上做快照',
  'more-clients': () => '关闭空闲的客户端，缩小连接池，或调大 maxclients',
  'larger-pool': ({ needed, env }) =>
    `每个进程 ${formatCount(needed)} 个连接${env === null ? '' : `（${env}）`}，或减少每次请求的往返：meter advise`,
  'fewer-connections': () => '缩小连接池，或调大 maxclients',
  'repair-link': () => '检查两者之间的网络和副本的日志',
  'start-replicas': () => '启动副本，或调低 min-replicas-to-write',
  'repair-cluster': () => 'redis-cli --cluster check HOST:PORT 列出问题所在',
  'add-replicas': () => '为每个分片增加副本：redis-cli --cluster add-node HOST:PORT HOST:PORT --cluster-slave',
  'three-sentinels': () => '在不同的机器上运行至少三个哨兵，并全部告知应用',
  'start-sentinels': () => '启动没有应答的哨兵，或更正设置中的地址',
  'expire-sooner': ({ setting }, commands) => set(setting, commands),
  'cool-keys': (_, commands) => `${commands.join(' && ')} 显示由谁使用；让应用在内存中短暂保留这些值`,
  upgrade: ({ product }) => `升级 ${product}；由新版本的副本接管，不会停顿`,
  'set-password': () => '立即设置密码（ACL SETUSER default >…），并只让应用访问该端口',
  'own-user': () => '为应用和 meter 各建用户：docs/redis-access.md',
  'use-tls': () => '用 rediss://、内网或隧道：目前密码和数据以明文传输',
  'close-port': () => '让 Redis 只绑定应用所在的网络，并对其他来源关闭端口',
  'clean-up': () => '按机器已被入侵处理：关闭端口，检查 crontab、SSH 密钥和进程，然后从干净的备份恢复',
  'check-switches': () => 'meter flags list --env-file FILE 显示各开关的作用和读取方',
  'check-zone': () => '指定应用实际使用的文件，修改后重启应用',
  'write-offset': ({ env, zeroIsUnset }) => `写入整小时，例如 ${env}=8${zeroIsUnset ? '；0 视为未设置' : ''}`,
  'grant-rights': ({ grants }) => `ACL SETUSER <user> ${grants.join(' ')}`,
};
