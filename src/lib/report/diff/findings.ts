/** New findings and cured ones; of a check, differences. */
import type { DiffData, DiffFinding } from '../../diff/model.js';
import type { Block, Item, List, Table } from '../document.js';
import type { DiffMessages } from '../messages/diff.js';

const SHOWN = 4;

export function findingBlocks({ of, findings }: DiffData, diff: DiffMessages): Block[] {
  if (findings === null) return [];
  const titles = of === 'audit' ? diff.findings : { ...diff.findings, ...diff.differences };
  const changed = findings.changed.map(({ before, after }): Item => ({
    ...itemOf(after),
    texts: [
      ...(before.severity === after.severity ? [] : [diff.severityChanged(before.severity ?? '', after.severity ?? '')]),
      ...(before.count === after.count ? [] : [diff.countChanged(before.count, after.count)]),
    ],
  }));
  return [
    ...listed('new', titles.new, findings.new.map(itemOf), findings.new),
    ...listed('cured', titles.cured, findings.cured.map(itemOf), findings.cured),
    ...listed('changed', titles.changed, changed, []),
    ...listed('unchecked', titles.unchecked, findings.unchecked.map(itemOf), []),
  ];
}

function listed(id: string, title: string, items: readonly Item[], rows: readonly DiffFinding[]): Block[] {
  const list: List = { kind: 'list', id, title, remark: String(items.length), items, shown: SHOWN };
  return [...(rows.length === 0 ? [] : [machineTable(id, title, rows)]), ...(items.length === 0 ? [] : [list])];
}

const machineTable = (id: string, title: string, findings: readonly DiffFinding[]): Table => ({
  kind: 'table',
  id,
  title,
  only: 'machines',
  columns: [
    { id: 'code', title: 'code', type: 'id' },
    { id: 'severity', title: 'severity', type: 'id' },
    { id: 'family', title: 'family', type: 'id' },
    { id: 'title', title: 'title', type: 'text' },
    { id: 'count', title: 'count', type: 'count' },
    { id: 'evidence', title: 'evidence', type: 'text' },
  ],
  rows: findings.map(({ code, severity, family, title: text, count, evidence }) => ({
    code,
    severity,
    family,
    title: text,
    count,
    evidence,
  })),
});

const itemOf = ({ severity, title, code, evidence }: DiffFinding): Item => ({
  ...(severity !== null && { severity }),
  title,
  code,
  details: [evidence],
});
