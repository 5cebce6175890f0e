import type { filesErrors, NoEnvFile, SnapshotFault } from '../../../../errors/files.js';
import type { InLanguage, Say } from '../../../../errors/sayings.js';
import type { Saying } from '../../../../format/errors.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatCount } from '../../../../format/number.js';
import { shellQuote } from '../../../../format/shell.js';
import { safeText } from '../../../../format/terminal.js';

const KINDS = { fifo: ' FIFO', socket: '套接字', device: '设备' };

const NO_ENV: Readonly<Record<NoEnvFile, string>> = {
  'not-text': '不是 UTF-8 文本',
  json: '是 JSON',
  'too-many-lines': '超过 10,000 行',
  yaml: '像是 YAML',
  'no-assignments': '不是由 NAME=value 行组成',
};

const ARTICLE: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '映射',
  record: '映射',
};

const FAULTS: Readonly<Record<SnapshotFault, (offset: number) => string>> = {
  empty: () => '文件为空',
  'not-a-snapshot': () => '不以 REDIS 或 VALKEY 开头，不是快照',
  'bad-version': (offset) => `第 ${offset} 字节处的版本不是数字`,
  truncated: (offset) => `文件在第 ${offset} 字节处截断`,
  'absurd-length': (offset) => `第 ${offset} 字节处的长度不合理`,
  'corrupt-string': (offset) => `第 ${offset} 字节处的字符串已损坏`,
  'corrupt-value': (offset) => `第 ${offset} 字节处的值已损坏`,
  'unknown-opcode': (offset) => `第 ${offset} 字节处的操作码未知`,
  'unknown-type': (offset) => `第 ${offset} 字节处的类型未知`,
  'unreadable-module': (offset) => `第 ${offset} 字节处的模块数据无法读取`,
  checksum: () => '校验和不符',
};

/** With a space before Chinese after a path. */
const start = (place: string | Saying, say: Say): string => (typeof place === 'string' ? `${place} ` : say(place)[0]);

export const files: InLanguage<typeof filesErrors> = {
  'no-such-file': () => ['没有该文件'],
  'no-such-folder': () => ['没有该目录'],
  'permission-denied': () => ['权限不足'],
  'is-directory': () => ['是目录'],
  'link-circle': () => ['符号链接成环'],
  'name-too-long': () => ['文件名过长'],
  'disk-quota': () => ['磁盘配额已用完'],
  'file-too-large-for-system': () => ['超过文件系统允许的大小'],
  'disk-full': () => ['磁盘已满'],
  'read-only-file-system': () => ['文件系统只读'],
  'system-says': ({ code }) => [`系统返回 ${code}`],
  'system-says-nothing': () => ['原因未知'],
  'special-file': ({ kind }) => [`是${KINDS[kind]}，不是普通文件`],
  'no-regular-file': () => ['不是普通文件'],
  'not-a-regular-file': () => ['不是普通文件'],
  'larger-than': ({ bytes }) => [`超过 ${formatBytes(bytes)}`],
  'pem-unreadable': ({ path, flag, why }, say) => [`无法读取 ${flag} 给出的文件 ${path}：${say(why)[0]}。`, '检查路径和权限。'],
  'env-file-unreadable': ({ path, why }, say) => [
    `无法读取文件 ${path}：${say(why)[0]}。`,
    '检查 --env-file 给出的路径及其权限。',
  ],
  'env-file-encoding': ({ path, encoding }) => [
    `${safeText(path)} 是 ${encoding} 编码，而 .env 文件按 UTF-8 读取。`,
    `转换编码：iconv -f ${encoding} -t UTF-8 ${shellQuote(path)}`,
  ],
  'no-env-file': ({ path, why }) => [`${path} ${NO_ENV[why]}，不是 .env 文件。`, '给出每行一个 NAME=value 的文件。'],
  'yaml-fault': ({ path, line, column, problem, help }, say) => [
    `${path} 第 ${line} 行第 ${column} 列：${say(problem)[0]}。`,
    ...say(help),
  ],
  'yaml-words': ({ words }) => [`无法识别（${words}）`],
  'yaml-deep': ({ deepest }) => [`嵌套超过 ${deepest} 层`],
  'yaml-members': ({ most }) => [`有集合的成员超过 ${formatCount(most)} 个`],
  'yaml-unknown-member': ({ place, names }, say) => [`${start(place, say)}没有成员 ${names.join('、')}`],
  'yaml-missing': ({ place }, say) => [`缺少${typeof place === 'string' ? ` ${place}` : say(place)[0]}`],
  'yaml-one-of': ({ place, values }, say) => [`${start(place, say)}须为其中之一：${values.join('、')}`],
  'yaml-kind': ({ place, kind }, say) => [`${start(place, say)}须为${ARTICLE[kind] ?? ` ${kind}`}`],
  'yaml-rule': ({ place, words }, say) => [`${start(place, say)}不合规则（${words}）`],
  'the-profile': () => ['该应用画像'],
  'the-configuration': () => ['该配置'],
  'the-provider': () => ['该服务商'],
  'the-file': () => ['该文件'],
  'format-described': ({ where }) => [`格式见 ${where}。`],
  'configuration-format': () => ['格式见 docs/redis-access.md。其中不写密码：用 passwordEnv 或 passwordCommand。'],
  'profile-unreadable': ({ path, why }, say) => [
    `无法读取应用画像 ${path}：${say(why)[0]}。`,
    '给出 YAML 文件的路径，或内置画像的名字：meter profile list',
  ],
  'provider-file-unreadable': ({ path, why }, say) => [
    `无法读取服务商文件 ${path}：${say(why)[0]}。`,
    '检查 --provider-file 给出的路径。',
  ],
  'budgets-unreadable': ({ path, why }, say) => [`无法读取预算 ${path}：${say(why)[0]}。`, '格式见 docs/alerts.md。'],
  'configuration-unreadable': ({ path, why }, say) => [
    `无法读取配置 ${path}：${say(why)[0]}。`,
    '其中定义目标：targets: { prod: { envFile: /opt/relay/.env, role: production } }',
  ],
  'result-unreadable': ({ path, why }, say) => [
    `无法读取 ${path}：${say(why)[0]}。`,
    '生成结果：meter audit --json -o audit.json',
  ],
  'growth-source-unreadable': ({ path, why }, say) => [
    `无法读取 ${path}：${say(why)[0]}。`,
    '给出历史文件（meter audit --history FILE）或审计结果。',
  ],
  'state-unreadable': ({ path, why }, say) => [`无法读取状态文件 ${path}：${say(why)[0]}。`, '用 --state 指定其他文件。'],
  'plan-unreadable': ({ path, why }, say) => [
    `无法读取计划 ${path}：${say(why)[0]}。`,
    '给出由 meter prune -o、meter migrate -o 或 meter limits set -o 写入的文件。',
  ],
  'source-unreadable': ({ path, why }, say) => [`无法读取 ${path}：${say(why)[0]}。`],
  'output-unwritable': ({ path, why }, say) => [
    `无法写入输出文件 ${path}：${say(why)[0]}。`,
    '用 -o 指定其他文件，或去掉该选项。',
  ],
  'output-over-input': ({ path }) => [`-o 会覆盖要读取的 ${path}。`, '用 -o 指定其他文件。'],
  'demo-unwritable': ({ path, why }, say) => [`无法写入文件 ${path}：${say(why)[0]}。`, '用 --write 指定其他文件。'],
  'file-exists': () => ['同名文件已存在。', '换一个名字，或覆盖：--force'],
  'capture-unreadable': ({ path, why }, say) => [
    `无法读取抓取文件${path === null ? '（标准输入）' : ` ${path}`}：${say(why)[0]}。`,
    '检查 --from-monitor 给出的路径。',
  ],
  'no-capture': ({ path, isEmpty }) => [
    `${path === null ? '标准输入' : `${path} `}${isEmpty ? '为空' : '没有 MONITOR 格式的行'}。`,
    '生成抓取文件：timeout 10 redis-cli monitor > FILE',
  ],
  'snapshot-unreadable': ({ path, why }, say) => [
    `无法读取 ${path}：${say(why)[0]}。`,
    '给出 RDB 文件：CONFIG GET dir 和 dbfilename 显示 Redis 自己的文件位置。',
  ],
  'snapshot-broken-off': ({ name, why }, say) => [
    `无法读取${name === null ? '标准输入' : ` ${name}`}：${say(why)[0]}。`,
    '把文件复制到可读的磁盘，再给出副本。',
  ],
  'not-a-snapshot': ({ name, problem }) => [
    `${name ?? '标准输入'} 不能作为快照读取：${FAULTS[problem.code](problem.offset)}。`,
    problem.code === 'truncated' || problem.code === 'empty'
      ? '重新复制文件：当时可能仍在写入，或复制被截断。'
      : '用 redis-cli --rdb FILE 或 BGSAVE 生成快照，并给出该文件。',
  ],
};
