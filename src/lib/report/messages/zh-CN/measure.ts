import type { MeasureMessages } from '../measure.js';
import { report } from './measure/report.js';

export const measure: MeasureMessages = {
  report,
  unknowns: {
    'no-application': ({ by }) => (by === 'names' ? '按键名未识别到已知应用，没有预测。' : '样本中未识别到已知应用，没有预测。'),
    'requests-not-counted': ({ by }) =>
      `请求数：${by === 'sample' ? '样本中没有计数' : '应用没有在 Redis 中计数'}。用 --requests 指定。`,
    'keyspace-not-told': () => '键数：Redis 不报告 INFO keyspace。',
    'keys-not-given': () => '键数，定时任务取决于它。用 --keys 指定。',
    'commands-not-told': ({ hasTotal }) =>
      `发送了哪些命令：Redis 不报告 INFO commandstats${hasTotal ? '，只报告总数' : ''}；用 --monitor 查看。`,
    'keys-not-seen': ({ isPredicted }) =>
      `命令涉及哪些键：Redis 的统计不含键${isPredicted ? '，来源和键族按应用画像的预测分摊' : ''}；--monitor 按键统计。`,
    'sent-or-called': () => '其中多少由客户端发送、多少由脚本调用：统计两者合计。',
    'no-time': () => '采样时长：所有行的时间相同。',
    'keys-dropped': () => '热 Key 的精确次数：为限制内存，舍弃了少见的键名。',
  },
  present: { asked: '按指定', names: '存在其自有的键名', sample: '样本中多数命令涉及其键' },
};
