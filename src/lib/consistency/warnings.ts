/** Warnings about the figures of a check. */
import { plainMessage } from '../format/message.js';
import type { Compared } from './compared.js';
import type { ConsistencyData } from './model.js';
import type { ConsistencyNotice } from './notices.js';

export function checkWarnings(
  { source, invariants, profiles }: ConsistencyData,
  { narrowed }: Pick<Compared, 'narrowed'>,
): ConsistencyNotice[] {
  const left = invariants.reduce((sum, { leftOut }) => Object.values(leftOut).reduce((own, count) => own + count, sum), 0);
  const more = invariants.reduce((sum, row) => sum + row.notReadAgain, 0);
  const open = invariants.reduce((sum, row) => sum + (row.unjudged.release ?? 0), 0);
  const unsettled = invariants.reduce((sum, row) => sum + (row.unjudged.unsettled ?? 0), 0);
  const found: (ConsistencyNotice | false)[] = [
    profiles.length === 0 && plainMessage('no-application'),
    source.partial !== null && { code: 'not-every-key', params: { reason: source.partial } },
    source.refused > 0 && { code: 'check-refused', params: { keys: source.refused } },
    left > 0 && { code: 'differences-not-listed', params: { differences: left } },
    more > 0 && { code: 'differences-not-read-again', params: { differences: more } },
    open > 0 && { code: 'release-undecided', params: { groups: open } },
    narrowed.length > 0 && { code: 'judged-without-fields', params: { invariants: [...narrowed] } },
    unsettled > 0 && { code: 'groups-unsettled', params: { groups: unsettled } },
    source.spilled && plainMessage('groups-on-disk'),
  ];
  return found.filter((notice) => notice !== false);
}
