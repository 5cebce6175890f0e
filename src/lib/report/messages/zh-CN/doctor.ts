import { formatCount } from '../../../format/number.js';
import type { DoctorMessages } from '../doctor.js';
import { advice } from './doctor/advice.js';
import { evidence } from './doctor/evidence.js';
import { report } from './doctor/report.js';
import { skips } from './doctor/skips.js';

export const doctor: DoctorMessages = {
  report,
  titles: {
    connect: '连接和登录',
    ping: '从本机的往返',
    'command-latency': '命令耗时（Redis 自报）',
    'slow-log': '慢日志',
    'latency-events': 'Redis 记录的停顿',
    memory: '内存',
    eviction: '淘汰',
    fragmentation: '碎片',
    persistence: '数据落盘',
    saves: '保存',
    clients: '客户端',
    pool: '应用的连接',
    replication: '复制',
    failover: '故障转移',
    errors: '失败的命令',
    'keys-command': 'KEYS',
    expiry: '已过期的键',
    'hot-keys': '热 Key',
    provider: '实例及其缺少的功能',
    version: '版本',
    password: '密码',
    user: '用户',
    tls: '加密',
    exposure: '暴露范围',
    intrusion: '入侵迹象',
    switches: '应用的开关',
    'time-zone': '应用的时区',
    rights: '当前用户的权限',
  },
  states: { ok: '正常', warn: '警告', fail: '失败', skipped: '跳过' },
  evidence,
  skips,
  advice,
  may: { yes: '可', partly: '部分', no: '否', unknown: '?' },
  summary: ({ failed, warned, skipped, passed }) =>
    `失败 ${formatCount(failed)} 项，警告 ${formatCount(warned)} 项，通过 ${formatCount(passed)} 项，跳过 ${formatCount(skipped)} 项。`,
};
