import type { Refusal } from '../../../../alerts/deliver/receiver.js';
import type { AlertsNotices } from '../../../../alerts/notices.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCount } from '../../../../format/number.js';

const receiver = ({ to, name }: Pick<AlertsNotices['alerts-dropped'], 'to' | 'name'>): string =>
  to === 'webhook' ? `${name} 的 webhook` : '--exec 的命令';

function reason(refusal: Refusal): string {
  switch (refusal.why) {
    case 'status':
      return `返回 ${refusal.status}`;
    case 'answer':
      return `未接受消息${refusal.code === null ? '' : `（错误 ${refusal.code}）`}`;
    case 'redirect':
      return '重定向到其他地址';
    case 'timeout':
      return `用时超过 ${refusal.seconds} s`;
    case 'network':
      return `无法连接${refusal.code === null ? '' : `（${refusal.code}）`}`;
    case 'exit':
      return refusal.code === null ? '无法运行' : `退出码 ${refusal.code}`;
    case 'interrupted':
      return '已中断';
  }
}

export const alerts: Sentences<AlertsNotices> = {
  'alerts-not-sent': ({ refusal, events, again, ...to }) =>
    `${formatCount(events)} 个事件未能发送到 ${receiver(to)}：${reason(refusal)}。${again ? '下次检查时重发。' : ''}`,
  'alerts-dropped': ({ events, ...to }) => `发往 ${receiver(to)} 的 ${formatCount(events)} 个事件等待过久，不再发送。`,
};
