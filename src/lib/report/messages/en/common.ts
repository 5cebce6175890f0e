/** Labels and cells that reports of several verbs share. */
import { formatCounted } from '../../../format/number.js';

export const common = {
  notes: { title: 'Notes', none: 'None.' },
  spent: {
    label: 'Spent',
    /** `time`: empty when not measured. */
    nothing: (time: string): string => `no command to any server${time === '' ? '' : `, ${time}`}`,
    commands: (commands: number, roundTrips: number, time: string): string =>
      `${formatCounted(commands, 'command', 'commands')} in ${formatCounted(roundTrips, 'round trip', 'round trips')}, ${time}`,
  },
  owners: 'Owners',
  partial: 'PARTIAL',
  noKey: '(no key)',
  /** Value classes; `unrecognised` as well. */
  valueClass: (name: string): string => name,
  grain: (name: string): string => name,
};

export type CommonMessages = typeof common;
