import { usageError } from '../format/errors.js';
import type { Removal, WriteEvent } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { FlowCommand } from './flows.js';

/** True when the removal takes that command of that event away. */
export function removes(
  removal: Removal,
  event: Pick<WriteEvent, 'id' | 'source'>,
  command: Pick<FlowCommand, 'grain' | 'dimensions' | 'fieldGroup'>,
): boolean {
  const { sources, events, grains, dimension, fieldGroups } = removal;
  if (sources && !sources.includes(event.source)) return false;
  if (!events && !grains && dimension === undefined && !fieldGroups) return sources !== undefined;
  return (
    (events?.includes(event.id) ?? false) ||
    (grains?.includes(command.grain) ?? false) ||
    (dimension !== undefined && command.dimensions.includes(dimension)) ||
    (command.fieldGroup !== null && (fieldGroups?.includes(command.fieldGroup) ?? false))
  );
}

/** Minutes between two runs of a timer. Throws a usage error when the variable that sets them is no number above 0. */
export function minutesBetween(
  profile: Profile,
  timer: { minutes: number; setBy?: string },
  env: Readonly<Record<string, string>>,
): number {
  const setBy = profile.switches?.find(({ env: name }) => name === timer.setBy);
  const text = setBy && env[setBy.env];
  if (!setBy || text === undefined) return timer.minutes;
  const time = Number(text);
  if (text.trim() !== '' && Number.isFinite(time) && time > 0) return setBy.kind === 'milliseconds' ? time / 60_000 : time;
  throw usageError(`${setBy.env} must be a number of ${setBy.kind} above 0.`);
}
