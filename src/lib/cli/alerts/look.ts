/** One look: what is read, what is new in it, who is told. */
import { join } from 'node:path';
import type { AlertsRead } from '../../alerts/alerts.js';
import { deliver, withNew } from '../../alerts/deliver/deliver.js';
import type { Receiver } from '../../alerts/deliver/receiver.js';
import type { AlertMessage } from '../../alerts/message.js';
import { progressed } from '../../alerts/progress.js';
import { NEW_STATE, readState, writeState, type AlertState } from '../../alerts/state-file.js';
import { isAtLeast } from '../../alerts/thresholds.js';
import { EXIT } from '../../format/errors.js';
import { withOffset } from '../../limits/span.js';
import { messageOf } from '../../report/alerts/event.js';
import type { AlertsReport } from '../../report/alerts/report.js';
import type { Envelope, Outcome } from '../../report/envelope.js';
import { noticed } from '../../report/noticed.js';
import type { AlertsRequest } from './options.js';

/** What was reported, and the file that remembers it; `path` `null`: nothing is remembered. */
export interface Memory {
  path: string | null;
  /** The Redis and the application that it is about. */
  of: string;
  state: AlertState;
}

interface Look {
  request: Pick<AlertsRequest, 'margin' | 'failOn'>;
  receivers: readonly Receiver[];
  signal: AbortSignal;
  /** Called with new events once they are remembered, before they are sent. */
  onEvents: (messages: readonly AlertMessage[]) => Promise<void>;
}

export interface Looked {
  outcome: Outcome<AlertsReport>;
  state: AlertState;
}

/** Throws usage errors about the file. */
export async function memoryFor(where: AlertsRequest['state'], envelope: Envelope<AlertsRead>): Promise<Memory> {
  const of = [nameOf(envelope), envelope.data.application.name].join(' ');
  const file = `alerts-${nameOf(envelope).replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.json`;
  const path = typeof where === 'object' && where !== null ? join(where.folder, file) : where;
  return { path, of, state: path === null ? NEW_STATE : await readState(path, of) };
}

const nameOf = ({ target, data }: Envelope<AlertsRead>): string => target?.name ?? data.source.files.join(' ');

/** What is new is remembered before it is sent, so that a kill in between loses nothing. */
export async function look({ envelope, exitCode }: Outcome<AlertsRead>, memory: Memory, options: Look): Promise<Looked> {
  const { request, receivers, signal, onEvents } = options;
  const { path, of } = memory;
  const { watched, unreadable, ...data } = envelope.data;
  const { standings, alerts, events } = progressed(memory.state.standings, watched, {
    at: withOffset(Date.parse(data.clock.now), data.clock.utcOffset)!,
    complete: data.source.partial === null,
    unreadable: new Set(unreadable),
    margin: request.margin,
  });
  const about = { target: envelope.target?.name ?? null, application: data.application.name };
  const messages = events.map((event) => messageOf(event, about));
  let state: AlertState = { standings, pending: withNew(memory.state.pending, messages, receivers) };
  if (path !== null) await writeState(path, of, state);
  await onEvents(messages);
  const { pending, sent, notices } = await deliver(state.pending, receivers, { keeps: path !== null, signal });
  state = { standings, pending };
  if (path !== null && sent > 0) await writeState(path, of, state);
  const waiting = [...pending.values()].reduce((sum, each) => sum + each.length, 0);
  const report: AlertsReport = {
    ...data,
    alerts: path === null ? alerts.map((alert) => ({ ...alert, reachedSince: null })) : alerts,
    events,
    state: path,
    sent: receivers.length === 0 ? null : { sent, waiting },
  };
  const own = noticed(notices);
  const { failOn } = request;
  const isFound = failOn !== null && alerts.some(({ level }) => isAtLeast(level, failOn));
  const decided = isFound ? EXIT.findings : notices.length > 0 ? EXIT.partial : EXIT.ok;
  return {
    outcome: {
      envelope: {
        ...envelope,
        data: report,
        warnings: [...envelope.warnings, ...own.warnings],
        notices: [...envelope.notices, ...own.notices],
      },
      exitCode: exitCode === EXIT.ok ? (signal.aborted ? EXIT.interrupted : decided) : exitCode,
    },
    state,
  };
}
