/** Runs `meter alerts`: one look, or one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertsAsked, AlertsRead } from '../../alerts/alerts.js';
import type { Receiver } from '../../alerts/deliver/receiver.js';
import type { AlertMessage } from '../../alerts/message.js';
import { formatDuration } from '../../format/duration.js';
import { MeterError } from '../../format/errors.js';
import type { AlertsReport } from '../../report/alerts/report.js';
import type { Envelope, Outcome } from '../../report/envelope.js';
import type { TalkMessages } from '../../report/messages/en/talk.js';
import type { Messages } from '../../report/messages/messages.js';
import { noticeText } from '../../report/noticed.js';
import { onInterrupt } from '../base/interrupt.js';
import { createProgress } from '../base/progress.js';
import { preparedFigures, type Read, type Readers } from '../figures/run.js';
import { look, memoryFor, type Memory } from './look.js';
import type { AlertsRequest } from './options.js';

interface Prepared {
  read: Read<AlertsRead>;
  receivers: Receiver[];
}

/** One look. */
export async function alertsWith(
  request: AlertsRequest,
  say: (text: string) => void,
  talk: TalkMessages,
): Promise<Outcome<AlertsReport>> {
  const { read, receivers } = await prepared(request);
  const progress = await createProgress(request.quiet, 'scanning', talk);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  }, talk.interrupted.reading);
  const { signal } = interrupt;
  try {
    const found = await read({ now: request.now, signal, onProgress: (keys, total) => progress.update(keys, total) });
    progress.stop();
    const memory = await memoryFor(request.state, found.envelope as Envelope<AlertsRead>);
    const { outcome } = await look(found, memory, { request, receivers, signal, onEvents: async () => {} });
    return outcome;
  } finally {
    progress.stop();
    interrupt.release();
  }
}

export interface WatchTalk {
  /** Prints new events. */
  print: (messages: readonly AlertMessage[]) => Promise<void>;
  say: (text: string) => void;
  /** Says what went wrong, whether or not hints are wanted. */
  warn: (text: string) => void;
  messages: Messages;
}

/** Looks until it is interrupted. A look that fails is said once, and the next one goes on; only the first one ends it. */
export async function watchAlerts(request: AlertsRequest, watchMs: number, talk: WatchTalk): Promise<void> {
  const { print, say, warn, messages } = talk;
  const { alerts } = messages;
  const { read, receivers } = await prepared(request);
  const interrupt = onInterrupt(say, alerts.report.interrupted);
  const { signal } = interrupt;
  let memory: Memory | null = null;
  let failure = '';
  try {
    while (!signal.aborted) {
      try {
        const found = await read({ now: new Date(), signal, onProgress: () => {} });
        const isFirst = memory === null;
        memory ??= await memoryFor(request.state, found.envelope as Envelope<AlertsRead>);
        if (isFirst) say(alerts.watching(found.envelope.data.compared, formatDuration(watchMs / 1000), memory.path ?? ''));
        const { outcome, state } = await look(found, memory, { request, receivers, signal, onEvents: print });
        memory = { ...memory, state };
        const wrong = troubles(outcome.envelope, messages);
        if (wrong !== '' && wrong !== failure && !signal.aborted) warn(wrong);
        failure = wrong;
      } catch (error) {
        if (signal.aborted) break;
        if (memory === null || !(error instanceof MeterError)) throw error;
        if (error.message !== failure) warn(error.message);
        failure = error.message;
      }
      await sleep(watchMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    interrupt.release();
  }
}

/** Why a look is not complete, or its events were not sent. */
function troubles({ data: { source }, notices }: Envelope<AlertsReport>, messages: Messages): string {
  const unsent = notices
    .filter(({ code }) => code === 'alerts-not-sent' || code === 'alerts-dropped')
    .map((each) => noticeText(each, messages));
  const partial = source.partial === null ? [] : [noticeText({ code: 'partial', params: { reason: source.partial } }, messages)];
  return [...partial, ...unsent].join(' ');
}

async function prepared(request: AlertsRequest): Promise<Prepared> {
  const asked = await withFile(request);
  const readers: Readers<AlertsRead> = {
    async server() {
      const { alertsOfServer } = await import('../../alerts/alerts-live.js');
      return (session, access, options) => alertsOfServer(session, access, { ...options, asked });
    },
    async snapshots() {
      const { alertsOfSnapshots } = await import('../../alerts/alerts-snapshot.js');
      return (files, options) => alertsOfSnapshots(files, { ...options, asked });
    },
  };
  return { read: await preparedFigures('alerts', request, readers), receivers: await receiversOf(request) };
}

async function withFile({ asked, budgetFile }: AlertsRequest): Promise<AlertsAsked> {
  if (budgetFile === null) return asked;
  const { budgetsIn } = await import('../../alerts/budget-file.js');
  return { ...asked, budgets: [...asked.budgets, ...(await budgetsIn(budgetFile))] };
}

async function receiversOf({ webhooks, exec }: AlertsRequest): Promise<Receiver[]> {
  const [{ webhookTo }, { execOf }] = await Promise.all([import('../../alerts/deliver/webhook.js'), import('./exec.js')]);
  return [...webhooks.map(webhookTo), ...(exec ? [execOf(exec)] : [])];
}
