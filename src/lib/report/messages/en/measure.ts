import type { MeasureMessages } from '../measure.js';
import { report } from './measure/report.js';

export const measure: MeasureMessages = {
  report,
  unknowns: {
    'no-application': ({ by }) =>
      by === 'names'
        ? 'No known application was recognised by its key names, so nothing is predicted.'
        : 'No known application was recognised in the sample, so nothing is predicted.',
    'requests-not-counted': ({ by }) =>
      `How many requests there were: ${by === 'sample' ? 'nothing in the sample counts them' : 'the application keeps no counter of them in Redis'}. Give the number with --requests.`,
    'keyspace-not-told': () => 'How many keys there are: the server does not report INFO keyspace.',
    'keys-not-given': () => 'How many keys there are; timers depend on it. Give the number with --keys.',
    'commands-not-told': ({ hasTotal }) =>
      `Which commands were sent: this server does not report INFO commandstats${hasTotal ? ', only the number of all' : ''}; --monitor shows them.`,
    'keys-not-seen': ({ isPredicted }) =>
      `Which keys they named: the statistics of the server contain no keys${isPredicted ? ', so sources and families are shares of each command as the profile predicts them' : ''}; --monitor counts by key.`,
    'sent-or-called': () => 'How many of them clients sent and how many scripts called: the statistics count both.',
    'no-time': () => 'How long the sample took: all its lines have the same time.',
    'keys-dropped': () => 'The exact counts of hot keys: rare key names were dropped to limit memory.',
  },
  present: { asked: 'as asked', names: 'key names of its own', sample: 'most commands of the sample name its keys' },
};
