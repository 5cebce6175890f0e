import { formatCounted } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';
import type { MeasureNotices } from '../../../../measure/notices.js';

const ENDED: Readonly<Record<MeasureNotices['ended-early']['ended'], string>> = {
  interrupted: 'The measurement was interrupted; the figures cover the time until then.',
  behind: 'The sample ended early because reading it fell behind the server; the figures cover the time until then.',
  'connection-lost': 'The sample ended early because the server closed the connection; the figures cover the time until then.',
};

export const measure: Sentences<MeasureNotices> = {
  'ended-early': ({ ended }) => ENDED[ended],
  'lines-unreadable': ({ lines }) =>
    `${formatCounted(lines, 'line is', 'lines are')} not of MONITOR and ${lines === 1 ? 'was' : 'were'} left out.`,
  'commands-elsewhere': ({ commands }) =>
    `${formatCounted(commands, 'command', 'commands')} in other databases ${commands === 1 ? 'was' : 'were'} left out.`,
  'few-requests': ({ requests }) =>
    `Only ${requests} requests were seen: those under way at the beginning and at the end weigh heavily.`,
  'replica-counts': () =>
    'A replica counts what it is asked itself and what its master sends it, not what the application sends the master.',
};
