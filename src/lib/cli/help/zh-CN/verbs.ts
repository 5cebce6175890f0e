/** What verbs, groups of verbs and arguments are, by their English text. */
export const verbs: Readonly<Record<string, string>> = {
  "Audit what an LLM relay's Redis holds, what it costs, and what to do about it":
    '审计大模型中转服务的 Redis：存了什么、花费多少、如何处理',
  'Show what can be done about a Redis, the best first.': '列出优化方案，最有效的在前',
  'Tell once when a limit or a budget is nearly used up.': '限制或预算即将用尽时告警一次',
  'Carry out a plan that another command wrote with -o.': '执行其他命令用 -o 写入的计划',
  'Show what a Redis holds, what it costs, and what to do.': '列出 Redis 的内容、占用和处理办法',
  'Print a script that completes commands, flags, files, families and profiles in a shell.':
    '输出 shell 补全脚本：命令、选项、文件、键族和画像',
  'Try meter on a made-up relay, without any Redis of your own.': '用虚构的中转服务试用 meter，不需要自己的 Redis',
  'Show what has changed between two results.': '比较两份结果的变化',
  'Check the health of a Redis, and the rights of this user.': '检查 Redis 的健康状况和当前用户的权限',
  'Show what requests cost, and what each remedy would save.': '估算请求的命令数和费用，以及各方案能省多少',
  'Copy keys with their TTLs to an archive, to move them.': '把键及其 TTL 复制到归档，用于迁移',
  'Serve metrics to Prometheus, from the last round of runs.': '向 Prometheus 提供最近一轮运行的指标',
  'Find counters, costs and indexes that do not agree, say why, and repair what can be repaired for certain.':
    '找出不一致的计数、费用和索引，说明原因，并修复能确定的部分',
  'Show how keys, memory and commands grow.': '显示键、内存和命令的增长',
  'Show what requests really send, beside the prediction.': '实测请求发送的命令，与预测对照',
  'Complete coarse statistics, rename keys, convert limiters.': '补足粗粒度统计，重命名键，转换限流器',
  'Remove fine-grained statistics, data of deleted owners and leaked keys. Every key is archived first and can be restored.':
    '清理过细的统计、孤立数据和泄漏的键；改动前全部归档，可以恢复',
  'Restore keys, members and elements from an archive.': '从归档恢复键、成员和元素',
  'Show who used what and when: requests, tokens and cost.': '显示谁在何时用了多少：请求、Token 和费用',
  'Show the archives in a folder, and whether they are whole.': '列出目录中的归档及其是否完整',
  'Remove archives that are older than they are kept.': '删除超过保留时间的归档',
  "List an application's switches: their values, what each saves, and what it turns off.":
    '列出应用的开关：当前值、各能省多少、关闭什么',
  "Set many switches in the application's .env file at once.": '一次设置应用 .env 文件中的多个开关',
  "Set switches in the application's .env file.": '设置应用 .env 文件中的开关',
  "Take switches out of the application's .env file, so that its defaults hold.": '从应用的 .env 文件中去掉开关，恢复默认值',
  'Show what limits requests, and whether it holds.': '显示有哪些限流器，并发下是否有效',
  'Print the script of a limiter that holds, alone or with the code that calls it.': '输出有效的限流器脚本，可附调用代码',
  'Say in one line whether an owner may go on: exit code 3 if a limit is reached.':
    '用一行说明某个归属能否继续：触及上限时退出码为 3',
  'Carry limits over from one billing cycle to the next, in which the application begins without.':
    '把限制沿用到下个计费周期（应用在新周期没有限制）',
  'Show who is near a limit, and when it resets.': '显示谁接近上限，何时重置',
  'Set the counters of an owner in a billing cycle to 0, and keep the limit. They are archived first.':
    '把某个归属在计费周期中的计数清零，保留限制；先归档',
  'Set the limit of an owner in a billing cycle. The key is archived first.': '设置某个归属在计费周期中的限制；先归档',
  'Remove the limit of an owner in a billing cycle. The key is archived first.': '去掉某个归属在计费周期中的限制；先归档',
  'Check that a profile is sound; without a name, every built-in one.': '检查画像是否正确；不给名字则检查所有内置画像',
  'List the built-in profiles.': '列出内置画像',
  'Write a first profile of the keys that no profile knows.': '为没有画像认识的键生成初步画像',
  'Show the key families of a profile, or all that is known of one family.': '显示画像的键族，或一个键族的全部信息',
  'Measure rate limiters side by side: what a check costs, and whether the limit holds.':
    '对照实测限流器：每次检查的开销，上限是否有效',
  'Measure ways to record requests: switches, one script, buffers, and what a kill loses.':
    '实测记录请求的方式：开关、单个脚本、缓冲，以及进程被杀时丢失多少',

  'List the archives of a folder, remove old ones.': '列出目录中的归档，删除旧归档',
  'List and set the switches in the .env of a relay.': '查看和设置中转服务 .env 中的开关',
  'Show what limits requests, print scripts that do.': '显示限流器，输出限流脚本',
  'Show who is near a limit, check one, set limits.': '显示谁接近上限，检查和设置限制',
  'List, show and check the schemas that meter knows.': '列出、显示和检查 meter 认识的画像',
  "Try out remedies on a server of meter's own.": '在 meter 自己的 Redis 上试验方案',

  'the file with the plan': '计划文件',
  'bash or zsh': 'bash 或 zsh',
  'a result that was written with --json': '用 --json 写入的结果',
  'a later result of the same command': '同一命令之后的结果',
  'a history of meter audit --history, or the --json result of an audit': 'meter audit --history 的历史，或审计的 --json 结果',
  'an archive; all of them where a run was interrupted and run again': '归档；运行中断后又重新运行的，给出全部归档',
  'the folder of the archives (the present one)': '归档所在目录（当前目录）',
  'production, minimal or all-on': 'production、minimal 或 all-on',
  'NAME=VALUE, one or more': 'NAME=VALUE，一个或多个',
  'NAME, one or more': 'NAME，一个或多个',
  'listLog, fixedWindow, slidingWindow, tokenBucket, gcra, zsetLog':
    'listLog、fixedWindow、slidingWindow、tokenBucket、gcra、zsetLog',
  'NAME or the path of a YAML file': 'NAME 或 YAML 文件的路径',
  'NAME, NAME@VERSION or the path of a YAML file': 'NAME、NAME@VERSION 或 YAML 文件的路径',
};
