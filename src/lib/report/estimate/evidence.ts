/** Measured and documented figures, beside the computed ones. */
import { formatCount, formatMean } from '../../format/number.js';
import type { Cell, Row, Table } from '../document.js';
import type { EstimateReport } from './worded.js';

/** The computed figure, with a sign if it differs from the measured or documented one. */
function beside(found: number, value: number | null, format: (figure: number) => string): Cell {
  if (value === null) return { value, text: '-', tone: 'quiet' };
  return { value, text: format(value), tone: Math.abs(value - found) < 0.005 ? 'good' : 'warn' };
}

export function figuresTable({ figures, documented }: EstimateReport): Table {
  const stated = documented?.figures ?? [];
  return {
    kind: 'table',
    id: 'figures',
    title: 'What was measured and what the document states',
    remark: 'beside what this estimate computes for the same case',
    detail: true,
    columns: [
      { id: 'case', title: 'case', type: 'text' },
      { id: 'found', title: 'found', type: 'mean' },
      { id: 'computed', title: 'computed', type: 'mean' },
      { id: 'evidence', title: 'how', type: 'text', drop: 1 },
    ],
    rows: [
      // The document's figures for a day are below, beside the sum of its parts.
      ...figures
        .filter(({ per }) => per !== 'day')
        .map((row): Row => ({
          case: row.title,
          found: row.commands,
          computed: beside(row.commands, row.computed, formatMean),
          evidence: {
            value: row.evidence,
            text: row.unexplained === 0 ? row.evidence : `${row.evidence}, ${row.unexplained} unexplained`,
            tone: 'quiet',
          },
        })),
      ...stated.map((row): Row => ({
        case: `the document: ${row.title}`,
        found: { value: row.perDay, text: formatCount(row.perDay) },
        computed: beside(row.perDay, row.computed, formatCount),
        evidence: { value: 'documented', tone: 'quiet' },
      })),
    ],
    ...(documented !== null &&
      stated.length > 0 && {
        notes: [
          `the document: ${documented.profile}, for its own example of 3,000 requests a day; computed: the sum of its own parts`,
        ],
      }),
  };
}

const SHOWN_SOURCES = 4;

export function releasesTable({ releases, documented, sources }: EstimateReport): Table {
  const present = new Set(releases.flatMap((row) => row.sources.map(({ id }) => id)));
  const names = sources.flatMap(({ id }) => (present.has(id) ? [id] : [])).slice(0, SHOWN_SOURCES);
  const cells = (of: (name: string) => number | null, tone: Cell['tone']): Row =>
    Object.fromEntries(names.map((name) => [name, { value: of(name), ...(tone !== undefined && { tone }) }]));
  return {
    kind: 'table',
    id: 'releases',
    title: 'Commands that record a request, by release',
    remark: 'as the server counts them',
    detail: true,
    columns: [
      { id: 'releases', title: 'releases', type: 'text' },
      ...names.map((id, index) => ({ id, title: id, type: 'mean' as const, drop: names.length - index })),
      { id: 'recorded', title: 'recorded', type: 'mean' },
    ],
    rows: [
      ...releases.map((row): Row => {
        const tone = row.current ? ('strong' as const) : undefined;
        const mark = tone === undefined ? {} : { tone };
        return {
          releases: { value: releasesText(row), ...mark },
          ...cells((name) => row.sources.find(({ id }) => id === name)?.perRequest ?? 0, tone),
          recorded: { value: row.recorded, ...mark },
        };
      }),
      ...(documented === null || releases.length === 0
        ? []
        : [
            {
              releases: { value: documented.profile, text: 'the document', tone: 'quiet' as const },
              ...cells((name) => sources.find(({ id }) => id === name)?.documented?.perRequest ?? null, 'quiet'),
              recorded: { value: documented.perRequest, tone: 'quiet' as const },
            },
          ]),
    ],
  };
}

function releasesText({ from, to }: EstimateReport['releases'][number]): string {
  if (to === null) return `from ${from}`;
  return to === from ? from : `${from} to ${to}`;
}
