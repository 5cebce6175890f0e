/**
 * Clocks decide which periods are over. A clock that is ahead would treat an open period as over, so none may be ahead of the
 * server's.
 */
import { EXIT, MeterError } from '../../format/errors.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import { plainMessage } from '../../format/message.js';
import type { PlanNotice } from '../notices.js';

/** Smaller differences between clocks are ignored. */
const SLACK_MS = 60_000;

/** The current time: the earlier of two clocks. */
export async function presentTime(session: Session): Promise<{ now: Date; notes: PlanNotice[] }> {
  const [server, local] = [await serverTime(session.nodes[0]), new Date()];
  if (!server || Math.abs(server.getTime() - local.getTime()) < SLACK_MS) return { now: local, notes: [] };
  return {
    now: server < local ? server : local,
    notes: [plainMessage('clocks-differ')],
  };
}

/**
 * Rejects (exit 4) a time that is later than the server's clock by more than a minute. `whose` begins the sentence, `advice` is
 * the next step.
 */
export async function rejectAhead(session: Session, time: Date, whose: string, advice: string): Promise<void> {
  const present = (await serverTime(session.nodes[0])) ?? new Date();
  if (time.getTime() - present.getTime() <= SLACK_MS) return;
  throw new MeterError(
    'clock-ahead',
    EXIT.refused,
    `${whose} is ${time.toISOString()}, and the server's clock says ${present.toISOString()}: periods that are still open would count as over.`,
    [advice],
  );
}

/**
 * The current time in ms since the epoch, by the latest clock. A later time is in the future on every node, and keys expire by the
 * clocks of the nodes.
 */
export async function latestClock(nodes: readonly SessionNode[]): Promise<() => number> {
  const times = await Promise.all(nodes.map(serverTime));
  const local = Date.now();
  const lead = times.reduce((most, time) => Math.max(most, (time?.getTime() ?? local) - local), 0);
  return () => Date.now() + lead;
}

/** `null`: not reported. */
async function serverTime({ control }: SessionNode): Promise<Date | null> {
  const reply = await control.ask('TIME');
  const time = new Date(Array.isArray(reply) ? Number(reply[0]) * 1000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}
