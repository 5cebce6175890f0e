/** The savings of switching statistics off. */
import type { SwitchFigures } from '../../estimate/model.js';
import type { Row, Table } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { readCell } from '../switches/read.js';
import type { EstimateReport } from './worded.js';

const figures = (one: SwitchFigures): Row => ({
  alone_per_request: one.overlap,
  in_addition_per_request: one.marginal,
  remaining_per_request: one.left,
  alone_per_day: one.overlapPerDay,
  in_addition_per_day: one.marginalPerDay,
});

export function switchesTable({ switches }: EstimateReport, { estimate, flags }: Messages): Table {
  const { heads, title, remark, otherReading: other, note } = estimate.report.switches;
  return {
    kind: 'table',
    id: 'switches',
    title,
    remark,
    detail: true,
    columns: [
      { id: 'switch', title: heads.switch, type: 'id' },
      { id: 'alone_per_request', title: heads.alone, type: 'mean' },
      { id: 'in_addition_per_request', title: heads.inAddition, type: 'mean' },
      { id: 'remaining_per_request', title: heads.remaining, type: 'mean', drop: 2 },
      { id: 'alone_per_day', title: heads.alonePerDay, type: 'count', drop: 1 },
      { id: 'in_addition_per_day', title: heads.inAdditionPerDay, type: 'count', drop: 3 },
      { id: 'read', title: heads.read, type: 'text' },
    ],
    rows: switches.flatMap((row): Row[] => {
      const { otherReading } = row;
      return [
        { switch: `${row.env}=${row.off}`, ...figures(row), read: readCell(row.reads, flags) },
        ...(otherReading === null
          ? []
          : [
              {
                switch: { value: row.env, text: other(otherReading.title), tone: 'quiet' as const },
                ...figures(otherReading),
              },
            ]),
      ];
    }),
    notes: [note],
  };
}
