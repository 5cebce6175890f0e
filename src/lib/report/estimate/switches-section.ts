/** What switching statistics off would save. */
import { formatCount } from '../../format/number.js';
import type { EstimateData, SwitchLoad } from '../../estimate/model.js';
import { formatMean } from '../../format/number.js';
import { quiet, right, type Section, type SectionCell } from './section.js';

export function switchesSection(data: EstimateData): Section {
  const { switches } = data;
  const cells = (row: SwitchLoad): SectionCell[][] => {
    const line = (
      name: SectionCell,
      one: Pick<SwitchLoad, 'overlap' | 'overlapPerDay' | 'marginal' | 'marginalPerDay' | 'left'>,
    ) => [
      name,
      formatMean(one.overlap),
      formatMean(one.marginal),
      formatMean(one.left),
      formatCount(one.overlapPerDay),
      formatCount(one.marginalPerDay),
    ];
    const read =
      row.reads === null
        ? quiet('unknown')
        : row.reads
          ? { text: 'yes', tone: 'good' as const }
          : { text: 'no', tone: 'bad' as const };
    const { otherReading } = row;
    return [
      [...line(`${row.env}=${row.off}`, row), read],
      ...(otherReading === null ? [] : [[...line(quiet(`  or ${otherReading.title}`), otherReading), '']]),
    ];
  };
  return {
    title: 'What each switch would save',
    remark: 'counted from everything on',
    columns: [
      { title: 'switch' },
      right('alone'),
      right('on top'),
      right('left', 2),
      right('alone/day', 1),
      right('on top/day', 3),
      { title: 'read' },
    ],
    rows: switches.flatMap(cells),
    more: null,
    notes:
      switches.length === 0
        ? []
        : [
            'Switches overlap: a command that counts by hour and by model goes with either. So "alone" must not be added up, and neither may ' +
              'percentages; "on top" counts what a switch takes of what those above it leave.',
          ],
    items: [],
  };
}
