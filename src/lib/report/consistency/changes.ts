/** Differences that are new, and that no longer exist, since the previous check. */
import type { ViolationChanges } from '../../consistency/changes.js';
import type { ViolationRow } from '../../consistency/model.js';
import { formatCount } from '../../format/number.js';
import type { Document, Fact, Row } from '../document.js';
import type { Envelope } from '../envelope.js';

export function changesDocument({ data, target }: Envelope<ViolationChanges & { now: string }>): Document {
  const { now, appeared, gone } = data;
  const recordsOf = (change: string, rows: readonly ViolationRow[]): Row[] =>
    rows.map(({ class: kind, invariant, key, delta }) => ({ at: now, change, class: kind, invariant, key, delta }));
  return {
    title: { text: 'Changes of', name: target?.name ?? '', remark: `${now.slice(0, 19).replace('T', ' ')} UTC` },
    blocks: [
      { kind: 'facts', facts: [...gone.map((row) => factOf('Gone', row)), ...appeared.map((row) => factOf('New', row))] },
      {
        kind: 'table',
        id: 'changes',
        title: 'Changes',
        columns: ['at', 'change', 'class', 'invariant', 'key', 'delta'].map((id) => ({ id, title: id, type: 'id' as const })),
        rows: [...recordsOf('gone', gone), ...recordsOf('appeared', appeared)],
        only: 'machines',
      },
    ],
    summary: { text: `${formatCount(appeared.length)} new, ${formatCount(gone.length)} gone.` },
  };
}

const factOf = (label: string, { class: kind, invariant, key, delta }: ViolationRow): Fact => ({
  label,
  text: `${kind} ${invariant} ${key}${delta === null ? '' : ` (${delta})`}`,
});
