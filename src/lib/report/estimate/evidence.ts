/** Measured and documented figures, beside the computed ones. */
import { formatCount, formatMean } from '../../format/number.js';
import type { Cell, Row, Table } from '../document.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import type { EstimateReport } from './worded.js';

/** The computed figure, with a sign if it differs from the measured or documented one. */
function beside(found: number, value: number | null, format: (figure: number) => string, none: string): Cell {
  if (value === null) return { value, text: none, tone: 'quiet' };
  return { value, text: format(value), tone: Math.abs(value - found) < 0.005 ? 'good' : 'warn' };
}

export function figuresTable({ figures, documented }: EstimateReport, { figures: words, none }: EstimateReportMessages): Table {
  const { heads } = words;
  const stated = documented?.figures ?? [];
  return {
    kind: 'table',
    id: 'figures',
    title: words.title,
    remark: words.remark,
    detail: true,
    columns: [
      { id: 'case', title: heads.case, type: 'text' },
      { id: 'found', title: heads.found, type: 'mean' },
      { id: 'computed', title: heads.computed, type: 'mean' },
      { id: 'evidence', title: heads.how, type: 'text', drop: 1 },
    ],
    rows: [
      // The document's figures for a day are below, beside the sum of its parts.
      ...figures
        .filter(({ per }) => per !== 'day')
        .map((row): Row => ({
          case: row.title,
          found: row.commands,
          computed: beside(row.commands, row.computed, formatMean, none),
          evidence: {
            value: row.evidence,
            text: words.how(row.evidence, row.unexplained),
            tone: 'quiet',
          },
        })),
      ...stated.map((row): Row => ({
        case: words.ofDocument(row.id, row.title),
        found: { value: row.perDay, text: formatCount(row.perDay) },
        computed: beside(row.perDay, row.computed, formatCount, none),
        evidence: { value: 'documented', text: words.how('documented', 0), tone: 'quiet' },
      })),
    ],
    ...(documented !== null &&
      stated.length > 0 && {
        notes: [words.note(documented.profile)],
      }),
  };
}

const SHOWN_SOURCES = 4;

export function releasesTable(
  { releases, documented, sources }: EstimateReport,
  { releases: words }: EstimateReportMessages,
): Table {
  const present = new Set(releases.flatMap((row) => row.sources.map(({ id }) => id)));
  const names = sources.flatMap(({ id }) => (present.has(id) ? [id] : [])).slice(0, SHOWN_SOURCES);
  const cells = (of: (name: string) => number | null, tone: Cell['tone']): Row =>
    Object.fromEntries(names.map((name) => [name, { value: of(name), ...(tone !== undefined && { tone }) }]));
  return {
    kind: 'table',
    id: 'releases',
    title: words.title,
    remark: words.remark,
    detail: true,
    columns: [
      { id: 'releases', title: words.heads.releases, type: 'text' },
      ...names.map((id, index) => ({ id, title: id, type: 'mean' as const, drop: names.length - index })),
      { id: 'recorded', title: words.heads.recorded, type: 'mean' },
    ],
    rows: [
      ...releases.map((row): Row => {
        const tone = row.current ? ('strong' as const) : undefined;
        const mark = tone === undefined ? {} : { tone };
        return {
          releases: { value: words.range(row.from, row.to), ...mark },
          ...cells((name) => row.sources.find(({ id }) => id === name)?.perRequest ?? 0, tone),
          recorded: { value: row.recorded, ...mark },
        };
      }),
      ...(documented === null || releases.length === 0
        ? []
        : [
            {
              releases: { value: documented.profile, text: words.document, tone: 'quiet' as const },
              ...cells((name) => sources.find(({ id }) => id === name)?.documented?.perRequest ?? null, 'quiet'),
              recorded: { value: documented.perRequest, tone: 'quiet' as const },
            },
          ]),
    ],
  };
}
