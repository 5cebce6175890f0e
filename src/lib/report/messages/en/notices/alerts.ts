import type { AlertsNotices } from '../../../../alerts/notices.js';
import type { Refusal } from '../../../../alerts/deliver/receiver.js';
import type { Sentences } from '../../../../format/message.js';
import { formatCounted } from '../../../../format/number.js';

const receiver = ({ to, name }: Pick<AlertsNotices['alerts-dropped'], 'to' | 'name'>): string =>
  to === 'webhook' ? `the webhook at ${name}` : 'the command of --exec';

function reason(refusal: Refusal): string {
  switch (refusal.why) {
    case 'status':
      return `it answered ${refusal.status}`;
    case 'answer':
      return `it did not accept the message${refusal.code === null ? '' : ` (error ${refusal.code})`}`;
    case 'redirect':
      return 'it redirects to another address';
    case 'timeout':
      return `it took longer than ${refusal.seconds} s`;
    case 'network':
      return `there is no connection${refusal.code === null ? '' : ` (${refusal.code})`}`;
    case 'exit':
      return refusal.code === null ? 'it could not be run' : `it ended with exit code ${refusal.code}`;
    case 'interrupted':
      return 'it was interrupted';
  }
}

export const alerts: Sentences<AlertsNotices> = {
  'alerts-not-sent': ({ refusal, events, again, ...to }) =>
    `${formatCounted(events, 'event was', 'events were')} not sent to ${receiver(to)}: ${reason(refusal)}.${again ? ' The next look sends them again.' : ''}`,
  'alerts-dropped': ({ events, ...to }) =>
    `${formatCounted(events, 'event', 'events')} for ${receiver(to)} waited too long and will not be sent.`,
};
