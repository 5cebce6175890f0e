/** Decides whether the server knows a run. If so, a batch without an outcome in the run's notes was not carried out here. */
import { NOTES_TTL } from '../../profile/builtin/meter/index.js';
import type { StateNote } from '../../recognise/state-note.js';
import { infoField } from '../../redis/info.js';
import type { Session } from '../../redis/topology.js';
import type { ArchiveHead } from '../archive/record.js';

/** False if notes may have expired or been evicted since. */
export function isKnownRun({ run }: ArchiveHead, { runs }: StateNote, { nodes }: Session, now = Date.now()): boolean {
  const noted = runs.find((each) => each.run === run);
  if (!noted || Date.parse(noted.at) + NOTES_TTL * 1000 <= now) return false;
  return nodes.every(({ info }) => infoField(info, 'maxmemory_policy') === 'noeviction');
}
