/** What every report of a trial says at its head and at its foot. */
import { formatDuration } from '../../format/duration.js';
import type { Document, Fact } from '../document.js';
import type { Spent } from '../envelope.js';

export const trialTitle = (subject: string, version: string): Document['title'] => ({
  text: `Trial of ${subject} on`,
  name: `Redis ${version}`,
  remark: 'a server of its own on this machine',
});

export const trialSpent = (spent: Spent | null): Fact => ({
  label: 'Spent',
  text: `${formatDuration(spent?.seconds ?? 0)}; no other Redis was asked`,
  place: 'about',
});
