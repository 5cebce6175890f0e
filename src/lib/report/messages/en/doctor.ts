import { advice } from './doctor/advice.js';
import { evidence } from './doctor/evidence.js';
import { report } from './doctor/report.js';
import { skips } from './doctor/skips.js';
import type { DoctorMessages } from '../doctor.js';
import { formatCount, formatCounted } from '../../../format/number.js';

export const doctor: DoctorMessages = {
  report,
  titles: {
    connect: 'Connection and login',
    ping: 'Round trip from here',
    'command-latency': 'Times of commands, by the server',
    'slow-log': 'Slow log',
    'latency-events': 'Pauses that the server has noted',
    memory: 'Memory',
    eviction: 'Eviction',
    fragmentation: 'Fragmentation',
    persistence: 'Data on disk',
    saves: 'Saving',
    clients: 'Clients',
    pool: 'Connections of the application',
    replication: 'Replication',
    failover: 'Failover',
    errors: 'Commands that fail',
    'keys-command': 'KEYS',
    expiry: 'Expired keys',
    'hot-keys': 'Hot keys',
    provider: 'Server and what it lacks',
    version: 'Version',
    password: 'Password',
    user: 'User',
    tls: 'Encryption',
    exposure: 'Exposure',
    intrusion: 'Signs of an intrusion',
    switches: 'Switches of the application',
    'time-zone': 'Time zone of the application',
    rights: 'What this user may do',
  },
  states: { ok: 'ok', warn: 'warn', fail: 'fail', skipped: 'skipped' },
  evidence,
  skips,
  advice,
  may: { yes: 'yes', partly: 'partly', no: 'no', unknown: '?' },
  summary: ({ failed, warned, skipped, passed }) =>
    `${formatCounted(failed, 'check fails', 'checks fail')}, ${formatCounted(warned, 'check warns', 'checks warn')}, ${formatCount(passed)} passed, ${formatCount(skipped)} skipped.`,
};
