import type { connectionErrors } from '../../../../errors/connection.js';
import type { InLanguage } from '../../../../errors/sayings.js';

/** With the space that a name needs before Chinese. */
const server = (at: string | null): string => (at === null ? 'Redis ' : `${at} `);

const ACL = 'ACL 配置见 docs/redis-access.md。';

export const connection: InLanguage<typeof connectionErrors> = {
  'wrong-password': ({ at, named }) => [
    `${server(at)}不接受该${named ? '用户名和密码' : '密码'}。`,
    '检查密码；URL 中的特殊字符须做百分号编码。',
    '只有配置了 ACL 用户时才给出用户名；不给用户名时，密码属于用户 `default`。',
  ],
  'password-required': ({ at }) => [
    `${server(at)}要求密码。`,
    '写入 REDIS_URL（redis://:password@host:port），或使用 --ask-password、中转服务的 --env-file。',
  ],
  'password-not-needed': ({ at }) => [`${server(at)}没有设密码，却给出了密码。`, '去掉密码，并确认连的是要用的 Redis。'],
  'user-not-supported': ({ at }) => [`${server(at)}早于 Redis 6，不支持用户名。`, '只给出密码。'],
  denied: ({ at }) => [`${server(at)}没有给该用户 meter 所需的权限。`, ACL],
  loading: ({ at }) => [`${server(at)}仍在从磁盘加载数据。`, '等加载完成后重新运行。'],
  'master-down': ({ at }) => [`${server(at)}是副本，与主节点断开，不提供旧数据。`, '改连主节点，或等复制恢复。'],
  'too-many-clients': ({ at }) => [`${server(at)}的客户端连接数已达上限。`, '关闭空闲客户端，或调大 `maxclients`。'],
  'db-out-of-range': ({ at, db }) => [`${server(at)}没有数据库 ${db}。`, '用数据库 0，或小于 Redis 的 `databases` 设置的编号。'],
  'cluster-db': ({ at }) => [`${server(at)}属于集群，集群只有数据库 0。`, '去掉数据库编号。'],
  'protected-mode': ({ at }) => [
    `${server(at)}处于保护模式：没有密码，只接受本机客户端。`,
    '在该机器上运行 meter，或给 Redis 设密码。',
  ],
  quota: ({ at }) => [`${server(at)}的命令配额已用完。`, '等待下个计费周期，或升级套餐。'],
  'cluster-down': ({ at }) => [`${server(at)}所在集群不可用。`, '查看 CLUSTER INFO 和 CLUSTER NODES：有槽没有主节点。'],
  busy: ({ at }) => [`${server(at)}正在执行脚本。`, '等脚本结束。'],
  'out-of-memory': ({ at }) => [`${server(at)}内存已满，拒绝写入。`, '先调大 maxmemory，然后重新运行。'],
  misconf: ({ at }) => [
    `${server(at)}无法保存快照，已拒绝写入（stop-writes-on-bgsave-error）。`,
    '检查 Redis 日志和磁盘空间，然后重新运行。',
  ],
  'takes-no-writes': ({ at }) => [`${server(at)}是副本，不接受写入。`, '改连主节点；若刚发生故障转移，重新运行。'],
  'cluster-moved': () => ['集群的一部分已移到其他节点：发生了故障转移，或正在迁移槽。', '等集群稳定后重新运行。'],
  'no-replicas': ({ at }) => [`${server(at)}的副本不足，不接受写入。`, '等副本恢复后重新运行。'],
  'unknown-command': ({ at, command }) => [
    `${server(at)}不认识${command === null ? '一条 Redis 命令' : `命令 ${command}`}。`,
    '可能是代理（如 Codis、twemproxy），或该服务不提供此命令：改连其后的 Redis。',
  ],
  'command-refused': ({ at, command }) => [
    `${server(at)}不允许该用户发送 ${command}。`,
    `授权：ACL SETUSER <user> +${command.toLowerCase()} ~*`,
    ACL,
  ],
  'refused-by-server': ({ at, command, words }) => [
    `${server(at)}拒绝了${command === '' ? '该变更' : ` ${command}`}${words === '' ? '' : `：${words}`}。`,
    '查看 Redis 日志和用户权限（ACL LIST）。',
  ],

  'dns-unknown': ({ host }) => [`主机名 ${host} 无法解析。`, '检查拼写；容器内的名字在容器外可能无法解析。'],
  unreachable: ({ at }) => [`没有到 ${at} 的网络路由。`, '检查地址、VPN 和防火墙。'],
  'tls-untrusted': ({ at }) => [
    `${at} 的 TLS 证书不是由本机信任的机构签发。`,
    '用 --cacert FILE 给出该机构的证书。',
    '仅在可信网络中：--insecure 跳过检查。',
  ],
  'tls-expired': ({ at }) => [`${at} 的 TLS 证书不在有效期内。`, '检查本机时钟，或更新证书。'],
  'tls-misnamed': ({ at }) => [`${at} 的 TLS 证书属于其他名字。`, '用证书中的名字连接，或用 --sni NAME 给出该名字。'],
  'tls-not-spoken': ({ at }) => [`${at} 不使用 TLS。`, '把 rediss:// 改成 redis://，或去掉 --tls。'],
  'tls-client': ({ at }) => [`${at} 不接受 TLS 客户端证书，或要求提供。`, '用 --cert FILE 和 --key FILE 给出 Redis 信任的证书。'],
  'tls-pem': () => ['给出的 TLS 证书或私钥无法使用。', '确认 --cacert、--cert 和 --key 是 PEM 文件，且彼此匹配。'],
  'tls-needed': ({ at }) => [`${at} 要求 TLS。`, '把 redis:// 改成 rediss://，或加 --tls。'],
  refused: ({ at }) => [`${at} 没有程序接受连接。`, '检查主机和端口，确认 Redis 已启动并监听该地址。'],
  'socket-refused': ({ at }) => [`套接字 ${at} 没有程序监听。`, '确认 Redis 已启动，并检查 `unixsocket` 设置。'],
  'socket-missing': ({ at }) => [`没有套接字 ${at}。`, '检查路径和 Redis 的 `unixsocket` 设置。'],
  'socket-denied': ({ at }) => [`当前用户不能打开套接字 ${at}。`, '检查其权限（`unixsocketperm`），或以同组用户运行。'],
  'timed-out': ({ at }) => [`${at} 没有按时应答。`, 'Redis 或网络可能过载：重试，或调大 --timeout。'],
  closed: ({ at, tls }) => [
    `${at} 关闭了连接。`,
    tls ? 'Redis 可能不使用 TLS，或要求客户端证书（--cert、--key）。' : 'Redis 可能要求 TLS：试试 rediss:// 或 --tls。',
    '确认地址是 Redis，并查看 Redis 日志。',
  ],
  'not-redis': ({ at }) => [`${at} 上应答的不是 Redis。`, '检查端口：通常是 6379；HTTP 面板和 REST 接口用其他端口。'],
  'connection-failed': ({ at, words }) => [
    `与 ${at} 的连接失败${words === '' ? '' : `：${words}`}。`,
    '确认地址是 Redis，且 Redis 正常。',
  ],

  'lookup-timeout': ({ host, seconds }) => [`主机名 ${host} 在 ${seconds} s 内未能解析。`, '检查名字和网络。'],
  'connect-timeout': ({ at, seconds }) => [
    `${at} 在 ${seconds} s 内未接受连接。`,
    '检查地址、防火墙和安全组；多数托管服务只接受内网连接。',
  ],
  'tls-timeout': ({ at, seconds }) => [
    `${at} 接受了连接，但 ${seconds} s 内未完成 TLS 握手。`,
    'Redis 可能不使用 TLS：把 rediss:// 改成 redis://，或去掉 --tls。',
  ],
  'reply-timeout': ({ at, seconds }) => [
    `${at} 接受了连接，但 ${seconds} s 内没有应答。`,
    'Redis 可能繁忙或已停住，可能要求 TLS（rediss:// 或 --tls），也可能不是 Redis。',
  ],
  'interrupted-waiting': () => ['已中断，Redis 尚未应答。'],

  'cut-value': ({ name, file, isUrl, failed }, say) => {
    const [cause, ...next] = say(failed);
    const advice = isUrl ? '属于该值的 # 写成 %23。' : `含 # 的值须加引号：${name}='…'`;
    return [cause, `${file} 中的 ${name} 到 # 为止，其后是注释：${advice}`, ...next];
  },
  'announced-address': ({ failed }, say) => [
    ...say(failed),
    '该地址由 Redis 自己给出：须能从本机访问，否则改用 cluster-announce-ip、replica-announce-ip 公布其他地址。',
  ],
  'sentinel-login': ({ at, required }) => [
    `哨兵 ${at} ${required ? '要求密码' : '不接受该用户名或密码'}。`,
    '哨兵可能有自己的密码：写入 METER_SENTINEL_PASSWORD，或用 --sentinel-password。',
    '若配置了 ACL 用户：METER_SENTINEL_USER，或 --sentinel-user',
  ],
  'monitor-refused-by': ({ failed }, say) => {
    const [cause, ...next] = say(failed);
    return [cause, '去掉 --monitor，改用 Redis 的命令统计实测，不影响客户端。', ...next];
  },
  'monitor-refused': ({ seconds }) => [
    `Redis 在 ${seconds} s 内没有应答 MONITOR。`,
    '去掉 --monitor，改用 Redis 的命令统计实测。',
  ],
};
