import type { changesErrors } from '../../../../errors/changes.js';
import type { InLanguage } from '../../../../errors/sayings.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatCount } from '../../../../format/number.js';

const grants = (commands: readonly string[]): string =>
  commands.map((name) => `+${name.toLowerCase().replace(' ', '|')}`).join(' ');

export const changes: InLanguage<typeof changesErrors> = {
  'clock-ahead': ({ of, time, present, next }) => [
    `${of === 'plan' ? '计划的时间' : '--now '}为 ${time}，而 Redis 的时钟是 ${present}：未结束的时段会被当作已结束。`,
    next === null ? '去掉 --now，或给出已过去的时间。' : `重新生成计划：${next}`,
  ],
  'rights-missing': ({ commands, undo, unknown, username }) => [
    `${unknown ? 'Redis 没有' : '该用户不能发送'} ${commands.join('、')}，而${undo ? '撤销本次运行' : '本次运行'}需要：未做任何更改。`,
    ...(unknown ? [] : [`授权：ACL SETUSER ${username} ${grants(commands)}`]),
    ...(undo ? ['不要撤销能力，直接执行：--no-archive'] : []),
  ],
  'no-comparison': () => [
    '该 Redis 或用户既不允许 EVAL 与 DUMP，也不允许 WATCH 与 MULTI；两者都没有时，变更可能丢失期间写入的数据。',
    'ACL 配置见 docs/redis-access.md。',
  ],
  'connection-lost-in-run': () => ['与 Redis 的连接中断，重连失败。', '确认 Redis 正常后重新运行，会从中断处继续。'],
  'key-list-not-kept': ({ folder, code }) => [
    `键名列表无法保存在 ${folder}（${code ?? '原因未知'}）。`,
    '在那里腾出空间，或用 TMPDIR 指定其他目录；未做任何更改。',
  ],
  'alien-answer': () => ['Redis 或其前面的代理给出了 Redis 不会给的应答。', '直接连接 Redis，然后重新运行。'],
  'alien-answer-in-restore': () => [
    'Redis 或其前面的代理给出了 Redis 不会给的应答。',
    '直接连接 Redis，然后重新运行：不会重复恢复。',
  ],
  'interrupted-before-change': () => ['已中断，尚未看完所有键：未做任何更改。'],
  'interrupted-unchanged': () => ['已中断：未做任何更改。'],
  'plan-budget': () => ['没有生成计划：--max-commands 不够查看足够的键。', '未做任何更改；调大 --max-commands，或去掉该选项。'],
  'plan-unfinished': ({ why }) => [`没有生成计划（${why}）。`, '未做任何更改；重新运行。'],
  'no-profile-keys': ({ asked }) => [
    asked ? '指定的画像在此没有键。' : '此处没有已知应用的键，未识别的数据绝不变更。',
    '检查 --url 和 --db；或用自己的画像描述应用：--profile ./my.yaml',
  ],
  'owners-budget': () => ['命令上限不够确认每个归属是否存在。', '调大 --max-commands，或去掉该选项。'],
  'nobody-there': ({ count, owners }) => [
    `键名中出现的 ${formatCount(count)} 个 ${owners[0]} 在此一个都不存在：可能连错了数据库，或应用画像不符。`,
    '检查 --url 和 --db；若确已全部丢失，无需清理。',
  ],
  'no-plan-file': ({ name, place, words }) => [
    `${name} 不是可执行的计划：${place === null ? '不是 JSON 对象' : `${place} 处有误（${words}）`}。`,
    '生成计划：meter prune --hourly -o plan.json',
  ],
  'nothing-to-prune': () => ['没有指定清理什么。', '例如 --hourly、--family ID、--orphans 或 --leaked：见 meter prune --help'],
  'index-named': ({ id, listed: family }) => [`${id} 是索引，删除其中列出的键时会同步更新。`, `指定那些键：--family ${family}`],
  'never-pruned': ({ id, never, leaks }) => [
    `${id} 受保护，永不清理（${never}）。`,
    leaks ? '其中丢失 TTL 的键：加 --leaked' : '所属已删除的数据：--orphans',
  ],
  'trim-how-much': ({ id }) => [`${id} 只裁剪，不删除：指定保留多少。`, '最新 50 个元素：--trim-to 50；最近 30 天：--keep 30d'],
  'trim-undated': ({ id }) => [`${id} 的元素看不出时间。`, '指定保留多少个：--trim-to 50'],
  'plan-database': ({ db, here }) => [`计划针对数据库 ${db}，当前为 ${here}。`, `指定数据库：--db ${db}`],
  'other-target': ({ made, here, again }) => [
    `该计划针对 ${made} 生成；${here} 不是同一实例，或此后重启过。`,
    `为当前实例重新生成计划：${again}`,
  ],
  'repair-not-checked': ({ why }) => [`修复后的其余部分无法检查（${why}）。`, '重新运行，会从中断处继续。'],
  'sum-of-part': () => ['没有看完所有键，部分键的合计不能作准。', '未做任何更改；重新运行。'],
  'keys-unseen': () => ['没有看完所有键。', '未做任何更改；重新运行。'],
  'rename-without-dump': () => [
    '重命名键需要 DUMP，该 Redis 或用户不允许。',
    '给用户授权 DUMP 和 RENAME：ACL 配置见 docs/redis-access.md。',
  ],
  'index-busy': () => ['索引一直在被其他客户端修改，无法写入。', '重新运行，会从中断处继续。'],
  'state-note': ({ key }) => [`键 ${key} 的内容不是 meter 的记录。`, '删除或重命名该键；或不写记录：--no-state'],
  'not-in-archive': ({ family }) => [
    `归档中没有${family === null ? ' --key 指定的键' : `键族 ${family}`}。`,
    '查看归档内容：加 --list',
  ],
  'archive-newer': ({ path, action }) => [
    `归档文件 ${path} 由更新的版本生成：当前版本不会撤销「${action}」。`,
    '使用生成它的版本，或更新的版本。',
  ],
  'other-database': ({ db, here }) => [
    `归档来自数据库 ${db}，现在会写入数据库 ${here}。`,
    `要继续，指定数据库：--db ${db} 或 --db ${here}`,
  ],
  'values-refused': ({ count, named, more, ids }) => [
    `Redis 没有接受 ${formatCount(count)} 个值：${named.join('、')}${more > 0 ? `，另有 ${formatCount(more)} 个` : ''}。其余已完成。`,
    `按 Redis 给出的原因处理，然后重新运行${ids ? '' : '；--show-ids 显示完整键名'}。`,
  ],
  'plan-too-large': ({ bytes, most }) => [
    `计划需要 ${formatBytes(bytes)}，而 meter apply 最多读取 ${formatBytes(most)}。`,
    '去掉 --list-keys，或为每个 --family 各生成一个计划。',
  ],
  'archive-twice': () => ['同一归档给出了两次。', '每个归档只给出一次。'],
};
