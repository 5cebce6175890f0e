/** Drawings of an audit, for pages: families by size, and bars of grains and classes. */
import type { AuditData, GroupRow } from '../../audit/model.js';
import type { Chart, Treemap } from '../document.js';
import { bySize, bytesText } from './figures.js';

/** By bytes, or by keys where no size is known. A family of no class is of no profile. */
export function familiesMap({ families }: AuditData): Treemap {
  const isSized = families.some(({ bytes }) => bytes !== null);
  return {
    kind: 'treemap',
    id: 'families',
    title: isSized ? 'Bytes by family' : 'Keys by family',
    remark: 'colours are value classes; the table below has the figures',
    type: isSized ? 'bytes' : 'count',
    leaves: bySize(families).map((family) => ({
      label: family.pattern,
      value: (isSized ? family.bytes : family.keys) ?? 0,
      ...(isSized && { text: bytesText(family) }),
      group: family.valueClass ?? 'unrecognised',
    })),
  };
}

export const groupCharts = ({ byGrain, byClass }: AuditData): Chart[] => [
  barsOf('Bytes by time grain', byGrain),
  barsOf('Bytes by value class', byClass),
];

function barsOf(title: string, groups: Readonly<Partial<Record<string, GroupRow>>>): Chart {
  const bars = Object.entries(groups).flatMap(([label, group]) =>
    group === undefined || group.bytes === null || group.bytes === 0
      ? []
      : [{ label, value: group.bytes, text: bytesText(group) }],
  );
  return {
    kind: 'chart',
    id: 'groups',
    title,
    type: 'bytes',
    bars: bars.toSorted((one, other) => other.value - one.value),
    only: 'pages',
  };
}
