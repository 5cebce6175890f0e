/** An event in one line, and as it leaves the program. */
import type { AlertMessage } from '../../alerts/message.js';
import type { AlertEvent, Measured } from '../../alerts/model.js';
import { outgoingData, outgoingLine } from '../../format/outgoing.js';
import { safeJson } from '../../format/terminal.js';
import { amountText } from '../amounts.js';
import { momentText, percentText, subjectText } from '../limits/figures.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

type Words = Pick<Messages, 'alerts' | 'limits'>;

export const whoText = ({ subject, word }: Pick<Measured, 'subject' | 'word'>, { alerts, limits }: Words): string =>
  subject === null ? alerts.everything : subjectText(subject, word, limits.report);

export const whatText = ({ kind, title, period }: Pick<Measured, 'kind' | 'title' | 'period'>, { alerts }: Words): string =>
  kind === 'budget' ? alerts.budget(period) : title;

/** Without line breaks, and safe for a terminal. */
export function eventText(event: AlertEvent, words: Words = en): string {
  const { unit, used, allowed, share, resetsAt } = event;
  return outgoingLine(
    words.alerts.event(event, {
      subject: whoText(event, words),
      title: whatText(event, words),
      used: amountText(unit, used),
      allowed: amountText(unit, allowed),
      percent: percentText(share),
      resets: momentText(resetsAt),
    }),
  );
}

/** Without secrets. Its text is English, as whatever receives it. */
export const messageOf = (event: AlertEvent, about: Pick<AlertMessage, 'target' | 'application'>): AlertMessage =>
  outgoingData({ schemaVersion: 1, ...event, ...about, text: eventText(event) }, { safe: false });

/** A line of `--watch` for machines. */
export const watchJson = (message: AlertMessage): string => safeJson(JSON.stringify(message));

/** A line of `--watch` for people. */
export const watchLine = (message: AlertMessage, words: Words): string =>
  `${momentText(message.at)} ${eventText(message, words)}`;
