/**
 * Clocks decide which periods are over. A clock that is ahead would treat an open period as over, so none may be ahead of the
 * server's.
 */
import { says } from '../../errors/changes.js';
import { EXIT, failure } from '../../format/errors.js';
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
 * Rejects (exit 4) a time that is later than the server's clock by more than a minute. `again`: how to make the plan that has the
 * time once more; `null`: it is that of --now.
 */
export async function rejectAhead(session: Session, time: Date, again: string | null): Promise<void> {
  const present = (await serverTime(session.nodes[0])) ?? new Date();
  if (time.getTime() - present.getTime() <= SLACK_MS) return;
  const times = { time: time.toISOString(), present: present.toISOString() };
  throw failure(says('clock-ahead', { of: again === null ? 'now' : 'plan', ...times, next: again }), EXIT.refused);
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
