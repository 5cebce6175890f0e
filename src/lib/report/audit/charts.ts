/** Drawings of an audit, for pages: families by size, and bars of grains and classes. */
import type { AuditData, GroupRow } from '../../audit/model.js';
import type { Chart, Treemap } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { bySize, bytesText } from './figures.js';

/** By bytes, or by keys where no size is known. A family of no class is of no profile. */
export function familiesMap({ families }: AuditData, { audit: { report }, common }: Messages): Treemap {
  const words = report.charts;
  const isSized = families.some(({ bytes }) => bytes !== null);
  return {
    kind: 'treemap',
    id: 'families',
    title: isSized ? words.bytesByFamily : words.keysByFamily,
    remark: words.colours,
    type: isSized ? 'bytes' : 'count',
    leaves: bySize(families).map((family) => ({
      label: family.pattern,
      value: (isSized ? family.bytes : family.keys) ?? 0,
      ...(isSized && { text: bytesText(family) }),
      group: common.valueClass(family.valueClass ?? 'unrecognised'),
    })),
  };
}

export const groupCharts = ({ byGrain, byClass }: AuditData, { audit: { report }, common }: Messages): Chart[] => [
  barsOf(report.charts.bytesByGrain, byGrain, common.grain),
  barsOf(report.charts.bytesByClass, byClass, common.valueClass),
];

function barsOf(title: string, groups: Readonly<Partial<Record<string, GroupRow>>>, nameOf: (name: string) => string): Chart {
  const bars = Object.entries(groups).flatMap(([label, group]) =>
    group === undefined || group.bytes === null || group.bytes === 0
      ? []
      : [{ label: nameOf(label), value: group.bytes, text: bytesText(group) }],
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
