import type { InLanguage } from '../../../../errors/sayings.js';
import type { targetErrors } from '../../../../errors/target.js';

const FORMS = '写成 redis://user:password@host:port/db；TLS 用 rediss://…；套接字用 unix:///path/to/redis.sock?db=0。';
const ENCODING = '用户名和密码中的特殊字符须做百分号编码：% 为 %25，/ 为 %2F，? 为 %3F，# 为 %23，@ 为 %40，: 为 %3A。';

export const target: InLanguage<typeof targetErrors> = {
  'no-target': () => [
    '没有指定 Redis。',
    '设置 REDIS_URL=redis://user:password@host:port/db（TLS 用 rediss://），或用 --url 给出。',
    '或给出 --host 和 --port；有密码时加 --ask-password。',
    '或读取中转服务自己的设置：--env-file /path/to/.env',
    '或向哨兵查询：--sentinel host:26379,host:26379 --master-name NAME',
    '或指定 Unix 套接字：--url unix:///path/to/redis.sock',
    '或读取快照（命令支持时）：--rdb dump.rdb（meter demo 可生成一份试用）',
  ],
  'two-places': ({ flags }) => [`${flags.join(' 和 ')} 都指定了 Redis。`, '只给出其中一个。'],
  'sentinel-and-host': () => ['--sentinel 与 --host 或 --port 都指定了 Redis。', '哨兵写成 --sentinel host:port,host:port。'],
  'master-name-alone': () => ['--master-name 须与 --sentinel 同时使用。'],
  'cert-without-key': () => ['--cert 和 --key 须同时使用。', '两个都给出，或都不给。'],
  'insecure-and-cacert': () => ['--insecure 与 --cacert 矛盾。', '只给出其中一个。'],
  'cluster-and-sentinels': () => ['Redis 集群没有哨兵。', '去掉 --cluster 或哨兵。'],
  'cluster-and-db': () => ['Redis 集群只有数据库 0。', '去掉数据库编号。'],
  'socket-and-tls': () => ['Unix 套接字不使用 TLS。', '去掉 TLS 选项。'],
  'retry-no-span': () => ['METER_RETRY 不是时长。', '写成带单位的数字，如 30s。'],
  'host-wrong': () => ['--host 不是主机名或地址。', '完整的 URL 用 --url 给出。'],
  'port-wrong': () => ['--port 不是端口号。', '给出 1 到 65535 的数字。'],
  'sentinel-flag-alone': ({ flag }) => [`${flag} 用于哨兵，但没有指定哨兵。`, '用 --sentinel 指定哨兵，或去掉该选项。'],
  'sentinel-unreadable': () => ['--sentinel 无法识别。', '写成 host:port,host:port；通常端口为 26379。'],
  'sentinel-without-master': () => [
    '--sentinel 还需要主节点名。',
    '用 --master-name NAME 给出，即 `sentinel monitor NAME …` 中的名字。',
  ],
  'not-pem': ({ flag }) => [`${flag} 给出的文件不是 PEM。`, '应以 -----BEGIN 开头。'],

  'rest-url': () => [
    '这是 HTTP（REST）地址，meter 使用 Redis 协议。',
    '改用服务商同页给出的 rediss:// 地址（Upstash：「Connect」→「TCP」）。',
  ],
  'url-no-url': () => ['Redis URL 不是 URL。', FORMS],
  'url-not-encoded': () => ['Redis URL 中有字符须做百分号编码。', ENCODING],
  'url-no-socket': () => ['Redis URL 的 unix:// 之后须是套接字的绝对路径。', FORMS],
  'url-scheme': () => ['Redis URL 的协议未知。', FORMS],
  'url-no-master': () => ['Redis URL 列出了哨兵，但没有主节点名。', '在其中加 master_name=NAME。'],
  'url-addr': () => ['Redis URL 中有 addr 不是 host:port。'],
  'url-socket-extras': () => ['Redis URL 含哨兵或 TLS 参数，Unix 套接字不能使用。', FORMS],
  'url-two-logins': ({ part }) => [`Redis URL 给出了两个不同的${part === 'username' ? '用户名' : '密码'}。`, FORMS],
  'url-no-host': () => ['Redis URL 没有主机。', FORMS],
  'url-host': () => ['Redis URL 的主机或端口无法识别。', FORMS, ENCODING],
  'url-sentinels': () => ['Redis URL 须给出哨兵和主节点名。', '写成 redis+sentinel://host:26379,host:26379/master-name/db。'],
  'url-percent': () => ['Redis URL 中有 % 不是百分号编码的开头。', ENCODING],
  'url-database': () => ['Redis URL 的数据库不是数字。', FORMS, ENCODING],
  'url-two-databases': () => ['Redis URL 给出了两个不同的数据库。', FORMS],
  'url-parameter-twice': ({ name }) => [`Redis URL 重复给出 ${name}。`],
  'url-parameter-value': ({ name }) => [`Redis URL 中 ${name} 的值未知。`],
  'url-parameter': ({ name }) => [
    `Redis URL 有 meter 不认识的参数${name === null ? '' : `：${name}`}。`,
    '去掉该参数。可用参数：db、username、password、master_name、addr、sentinel_username、sentinel_password 和 skip_verify。',
    '客户端库的超时、连接池和重试参数会被忽略。',
  ],

  'env-file-no-redis': ({ path }) => [
    `${path} 没有指定 Redis。`,
    '应设置 REDIS_HOST（和 REDIS_PORT）、REDIS_CONN_STRING 或 REDIS_URL。',
  ],
  'env-file-ways': ({ path, ways }) => [
    `${path} 用多种方式指定了 Redis（${ways.join('、')}）。`,
    '用 --url 指定其中一个，或去掉 --env-file。',
  ],
  'env-file-sentinels': ({ path }) => [
    `${path} 设置了 REDIS_MASTER_NAME，但 REDIS_CONN_STRING 没有列出哨兵。`,
    '有 REDIS_MASTER_NAME 时写成 host:port,host:port；没有时写成 redis://host:port 之类的地址。',
  ],
  'env-file-host': ({ path }) => [`${path} 中的 REDIS_HOST 不是主机名或地址。`],
  'env-file-port': ({ path }) => [`${path} 中的 REDIS_PORT 不是端口号。`],
  'env-file-db': ({ path }) => [`${path} 中的 REDIS_DB 不是数字。`],
};
