/** The marker of an empty index. Without it the application scans the whole keyspace for the bucket. */
import type { Listing } from '../../profile/listing.js';
import type { LeftBehind } from '../plan/model.js';
import { readyItems } from './ready-items.js';
import type { ChangeRun } from './run-changes.js';
import type { WorkItem } from './work-item.js';

/** TTL of a marker in seconds, if its family has none. */
const MARKER_TTL = 3_600;

/** Patterns of the markers that a run may create. */
export const markerPatterns = (listings: readonly Listing[]): string[] => [
  ...new Set(listings.flatMap(({ marker }) => (marker ? [marker.family.pattern] : []))),
];

/** Called before the index is removed, so that readers always find one of them. False: the server refuses it. */
export async function plantMarker(
  listing: Listing,
  index: string,
  { engine, db, result }: Pick<ChangeRun, 'engine' | 'db' | 'result'>,
): Promise<boolean> {
  const name = listing.markerOf(index);
  if (name === null || !listing.marker) return true;
  const { family } = listing.marker;
  const seconds = family.ttl.expires ? (family.ttl.seconds ?? MARKER_TTL) : MARKER_TTL;
  const item: WorkItem = {
    keys: [name],
    checks: [{ kind: 'reply', ask: ['EXISTS', name], is: '0' }],
    commands: [['SET', name, '1', 'PX', String(seconds * 1000)]],
    records: [{ db, name, family: family.id, action: 'mark', value: { form: 'absent' }, expireAtMs: null }],
  };
  const [outcome] = await engine.run([item], readyItems);
  if (outcome === 'done') countMarker(result.markers, family.pattern, seconds);
  return outcome !== 'refused';
}

function countMarker(markers: LeftBehind[], pattern: string, seconds: number): void {
  const row = markers.find((each) => each.pattern === pattern);
  if (row) row.keys++;
  else markers.push({ pattern, keys: 1, seconds });
}
