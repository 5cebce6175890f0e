/** The periods before and after that of a group, in hours since 1970, with their texts read as UTC. */
import { periodEnd } from '../profile/period.js';
import type { Relation } from './relation.js';

const HOUR_MS = 3_600_000;

/** End of the group's period, where the next one starts; `null`: the whole has no periods. */
export const hoursAfter = (relation: Relation, hours: number): number | null => shifted(relation, hours, 0);

/** Start of the period before the group's. */
export const hoursBefore = (relation: Relation, hours: number): number | null => shifted(relation, hours, -2);

function shifted({ sides }: Relation, hours: number, ahead: number): number | null {
  const { grain } = sides.whole[0]!.compiled.family;
  const at = periodEnd(hours * HOUR_MS, grain, 0, ahead);
  return at === null ? null : at / HOUR_MS;
}
