/** What every report of a trial says at its head and at its foot. */
import { formatDuration } from '../../format/duration.js';
import { formatMean } from '../../format/number.js';
import type { Document, Fact } from '../document.js';
import type { Spent } from '../envelope.js';
import type { TrialMessages } from '../messages/en/trial.js';

export const trialTitle = (
  subject: keyof TrialMessages['titles'],
  version: string,
  { titles, ownServer }: TrialMessages,
): Document['title'] => ({ text: titles[subject], name: `Redis ${version}`, remark: ownServer });

export const inMs = (ms: number): string => `${formatMean(ms)} ms`;

/** `added`: by the settings, ms. */
export const roundTripFact = (measured: number, added: number, { labels, rtt }: TrialMessages): Fact => ({
  label: labels.rtt,
  text: rtt(inMs(measured), added === 0 ? null : inMs(added)),
});

export const trialSpent = (spent: Spent | null, { labels, spent: text }: TrialMessages): Fact => ({
  label: labels.spent,
  text: text(formatDuration(spent?.seconds ?? 0)),
  place: 'about',
});
