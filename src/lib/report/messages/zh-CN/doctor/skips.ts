import type { DoctorSkips } from '../../../../doctor/skips.js';
import type { Sentences } from '../../../../format/message.js';

const ENDED: Readonly<Record<string, string>> = {
  deadline: '--within 的时限已到',
  timeout: 'Redis 没有应答',
  interrupted: '运行被中断',
  'command-budget': '已达到 --max-commands',
};

export const skips: Sentences<DoctorSkips> = {
  'no-connection': () => '没有连接',
  ended: ({ why }) => `运行提前结束：${ENDED[why] ?? why}`,
  'not-asked': ({ flag }) => `未要求（${flag}）`,
  off: ({ setting }) => `Redis 未记录：${setting} 已关闭`,
  'not-told': ({ what }) => `Redis 不报告 ${what}`,
  denied: ({ command }) => `当前用户不能执行 ${command}`,
  missing: ({ command }) => `此实例没有 ${command}`,
  'unknown-application': () => '取决于应用，但未识别到应用：用 --profile 指定',
  'unknown-client': () => '应用的客户端未知：用 --pool 指定每个进程的连接数',
  'no-env-file': () => '应用的设置未知：用 --env-file 指定其 .env 文件',
  'no-switches': () => '该应用画像没有开关',
  'not-listed': ({ product, version, asOf }) => `${asOf} 的版本列表中没有 ${product} ${version}`,
  'provider-runs-it': () => '由服务商负责',
  'nobody-named': () => '不是集群，也没有指定哨兵，无法得知由谁接管',
  'no-heat': ({ policy }) =>
    `Redis 未统计键的使用：淘汰策略${policy === null ? '未知' : `是 ${policy}，不是 LFU`}，HOTKEYS 也没有记录`,
  'no-offset': () => '应用不写入本地时间',
};
