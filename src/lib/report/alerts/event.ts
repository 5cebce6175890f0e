/** An event in one line, and as it leaves the program. */
import type { AlertMessage } from '../../alerts/message.js';
import type { AlertEvent, Measured } from '../../alerts/model.js';
import { outgoingData, outgoingLine } from '../../format/outgoing.js';
import { safeJson } from '../../format/terminal.js';
import { amountText } from '../amounts.js';
import { momentText, percentText, subjectText } from '../limits/figures.js';
import { en } from '../messages/en.js';

export const whoText = ({ subject, word }: Pick<Measured, 'subject' | 'word'>): string =>
  subject === null ? en.alerts.everything : subjectText(subject, word);

export const whatText = ({ kind, title, period }: Pick<Measured, 'kind' | 'title' | 'period'>): string =>
  kind === 'budget' ? en.alerts.budget(period) : title;

/** Without line breaks, and safe for a terminal. */
export function eventText(event: AlertEvent): string {
  const { unit, used, allowed, share, resetsAt } = event;
  return outgoingLine(
    en.alerts.event(event, {
      subject: whoText(event),
      title: whatText(event),
      used: amountText(unit, used),
      allowed: amountText(unit, allowed),
      percent: percentText(share),
      resets: momentText(resetsAt),
    }),
  );
}

/** Without secrets. */
export const messageOf = (event: AlertEvent, about: Pick<AlertMessage, 'target' | 'application'>): AlertMessage =>
  outgoingData({ schemaVersion: 1, ...event, ...about, text: eventText(event) }, { safe: false });

/** A line of `--watch`. */
export const watchLine = (message: AlertMessage, { json }: { json: boolean }): string =>
  json ? safeJson(JSON.stringify(message)) : `${momentText(message.at)} ${message.text}`;
