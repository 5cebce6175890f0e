import { formatCount } from '../../../../format/number.js';
import type { DoctorReportMessages } from '../../en/doctor/report.js';
import { listed } from '../figures.js';

export const report: DoctorReportMessages = {
  title: '体检',
  labels: { application: '应用', fromHere: '从本机', fix: '修复' },
  sections: { problems: '问题', passed: '通过', skipped: '未检查', rights: '当前用户的权限' },
  heads: { verb: '命令', may: '可用', denied: '无权执行', missing: '实例没有' },
  none: '无',
  allChecked: '已全部检查',
  moreProblems: (count) => `另有 ${formatCount(count)} 项问题`,
  moreReasons: (count) => `另有 ${formatCount(count)} 个原因`,
  checks: (count) => `${formatCount(count)} 项检查`,
  listed,
  together: (texts) => texts.join('；'),
  partial: (summary) => `报告不完整：${summary}`,
};
