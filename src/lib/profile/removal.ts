import type { FieldGroup, Removal, Switch } from './operations.js';
import type { Grain, Profile } from './types.js';

/** The switches that are off in an environment: a switch is off when its value is exactly its `off`. */
export const switchesOff = ({ switches = [] }: Profile, env: Readonly<Record<string, string>>): Switch[] =>
  switches.filter((one) => one.kind === 'boolean' && env[one.env] === one.off);

/** True when the removal covers this command of the event. */
export function removes(
  removal: Removal,
  event: { id: string; source: string },
  command: { grain: Grain; dimensions: readonly string[]; fieldGroup: FieldGroup | null },
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
