import { usageError } from '../format/errors.js';
import type { Removal } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { FlowCommand } from './flows.js';

/** True when the removal takes that command of that source away. */
export function removes(
  removal: Removal,
  source: string,
  command: Pick<FlowCommand, 'grain' | 'dimensions' | 'fieldGroup'>,
): boolean {
  const { sources, grains, dimension, fieldGroups } = removal;
  if (sources && !sources.includes(source)) return false;
  if (!grains && dimension === undefined && !fieldGroups) return sources !== undefined;
  return (
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
  const text = timer.setBy === undefined ? undefined : env[timer.setBy];
  if (text === undefined || text === profile.switches?.find(({ env: name }) => name === timer.setBy)?.default)
    return timer.minutes;
  const minutes = Number(text);
  if (text.trim() !== '' && Number.isFinite(minutes) && minutes > 0) return minutes;
  throw usageError(`${timer.setBy} must be a number of minutes above 0.`);
}
