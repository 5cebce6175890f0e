/** Sends what is waiting to each receiver, and keeps what it did not take. */
import type { AlertMessage } from '../message.js';
import type { AlertsNotice } from '../notices.js';
import type { AlertState } from '../state-file.js';
import type { Receiver } from './receiver.js';

/** Events that wait for one receiver. The oldest are dropped. */
const MOST_WAITING = 1_000;

type Pending = AlertState['pending'];

/** What waits for each receiver with the new messages. What waits for others is dropped, because nobody names them any more. */
export const withNew = (pending: Pending, messages: readonly AlertMessage[], receivers: readonly Receiver[]): Pending =>
  new Map(receivers.map(({ id }) => [id, [...(pending.get(id) ?? []), ...messages]]));

export interface Delivered {
  pending: Pending;
  sent: number;
  notices: AlertsNotice[];
}

/** `keeps`: what was not taken is sent again at the next look. */
export async function deliver(
  pending: Pending,
  receivers: readonly Receiver[],
  { keeps, signal }: { keeps: boolean; signal: AbortSignal },
): Promise<Delivered> {
  const parts = await Promise.all(
    receivers.map(async (receiver) => {
      const { id, kind, name } = receiver;
      const waiting = pending.get(id) ?? [];
      const notices: AlertsNotice[] = [];
      if (waiting.length === 0) return { id, left: [], sent: 0, notices };
      const { taken, refusal } = await receiver.send(waiting, signal);
      const left = waiting.slice(taken);
      const about = { to: kind, name };
      if (refusal) notices.push({ code: 'alerts-not-sent', params: { ...about, refusal, events: left.length, again: keeps } });
      const dropped = keeps ? Math.max(0, left.length - MOST_WAITING) : 0;
      if (dropped > 0) notices.push({ code: 'alerts-dropped', params: { ...about, events: dropped } });
      return { id, left: keeps ? left.slice(dropped) : [], sent: taken, notices };
    }),
  );
  return {
    pending: new Map(parts.filter(({ left }) => left.length > 0).map(({ id, left }) => [id, left])),
    sent: parts.reduce((sum, part) => sum + part.sent, 0),
    notices: parts.flatMap(({ notices }) => notices),
  };
}
