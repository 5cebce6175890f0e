import { usageError } from '../format/errors.js';
import { removes, switchesOff } from '../profile/removal.js';
import type { Profile } from '../profile/types.js';
import type { Flow } from './flows.js';

/**
 * The flows with switches set as in `env`: without the commands that switches remove, and with timers as set. Throws a usage
 * error when the value of a timer is not a number above 0.
 */
export function switched(profile: Profile, flows: readonly Flow[], env: Readonly<Record<string, string>>): Flow[] {
  const { operations } = profile;
  const off = switchesOff(profile, env);
  const timers = new Map(operations?.events.map(({ id, every }) => [id, every]));
  return flows.flatMap((flow) => {
    const commands = flow.commands.filter(
      (command) => !off.some((one) => removes(one.removes, { id: flow.event, source: flow.source }, command)),
    );
    if (commands.length === 0) return [];
    const every = timers.get(flow.event);
    if (typeof every !== 'object' || !('minutes' in every)) return [{ ...flow, commands }];
    return [{ ...flow, commands, perDay: (flow.perDay * every.minutes) / minutesBetween(profile, every, env) }];
  });
}

/** Minutes between two runs of a timer. */
function minutesBetween(
  { switches }: Profile,
  timer: { minutes: number; setBy?: string },
  env: Readonly<Record<string, string>>,
): number {
  const setBy = switches?.find(({ env: name }) => name === timer.setBy);
  const text = setBy && env[setBy.env];
  if (!setBy || text === undefined) return timer.minutes;
  const time = Number(text);
  if (text.trim() !== '' && Number.isFinite(time) && time > 0) return setBy.kind === 'milliseconds' ? time / 60_000 : time;
  throw usageError(`${setBy.env} must be a number of ${setBy.kind} above 0.`);
}
