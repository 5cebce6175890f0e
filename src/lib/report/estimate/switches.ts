/** The savings of switching statistics off. */
import type { SwitchFigures } from '../../estimate/model.js';
import type { Cell, Row, Table } from '../document.js';
import type { EstimateReport } from './worded.js';

const READ: Readonly<Record<string, Cell>> = {
  true: { value: true, text: 'yes', tone: 'good' },
  false: { value: false, text: 'no', tone: 'warn' },
  null: { value: null, text: 'unknown', tone: 'quiet' },
};

const figures = (one: SwitchFigures): Row => ({
  alone_per_request: one.overlap,
  in_addition_per_request: one.marginal,
  remaining_per_request: one.left,
  alone_per_day: one.overlapPerDay,
  in_addition_per_day: one.marginalPerDay,
});

export const switchesTable = ({ switches }: EstimateReport): Table => ({
  kind: 'table',
  id: 'switches',
  title: 'What each switch would save',
  remark: 'if the application reads it; counted from everything on',
  detail: true,
  columns: [
    { id: 'switch', title: 'switch', type: 'id' },
    { id: 'alone_per_request', title: 'saves alone', type: 'mean' },
    { id: 'in_addition_per_request', title: 'saves in addition', type: 'mean' },
    { id: 'remaining_per_request', title: 'remaining', type: 'mean', drop: 2 },
    { id: 'alone_per_day', title: 'alone/day', type: 'count', drop: 1 },
    { id: 'in_addition_per_day', title: 'in addition/day', type: 'count', drop: 3 },
    { id: 'read', title: 'read', type: 'text' },
  ],
  rows: switches.flatMap((row): Row[] => {
    const { otherReading } = row;
    return [
      { switch: `${row.env}=${row.off}`, ...figures(row), read: READ[String(row.reads)]! },
      ...(otherReading === null
        ? []
        : [{ switch: { value: row.env, text: `  or ${otherReading.title}`, tone: 'quiet' as const }, ...figures(otherReading) }]),
    ];
  }),
  notes: [
    'Switches overlap: two switches can remove the same command. Do not add up what they save alone. What a switch saves in addition is counted ' +
      'with those above it off, so these figures add up. Remaining: commands that a request still sends then.',
  ],
});
