/** How the application reads its accounts when it chooses one. */
import type { Workload, Write } from '../../../operations.js';
import { send } from './writes.js';

/** Measured only on 1.1.314. Releases that record the same way are assumed to be the same. */
export const since = '1.1.280';

/** Number of accounts that are read to choose one: all of the serving kind. */
export const all = ({ accounts }: Workload): number => Math.max(1, accounts);

export const each = (command: string, family: string, count: (workload: Workload) => number): Write => ({
  command,
  family,
  count,
});

/** Reads a list of accounts: the marker of an empty list, and if that is missing the list. */
export const listed = (kind: string): Write[] => [
  send('GET', `index.account.${kind}.empty`),
  send('SMEMBERS', `index.account.${kind}`),
];

/** The marker of an empty list. */
export const none = (kind: string): Write => send('GET', `index.account.${kind}.empty`);
