/** What was measured and what documents say, beside what is computed. */
import { formatCount } from '../../format/number.js';
import type { EstimateData } from '../../estimate/model.js';
import { formatMean } from '../../format/number.js';
import { quiet, right, strong, type Section, type SectionCell } from './section.js';

/** What was computed, marked where it is something else than what was found. */
function beside(found: number, computed: number | null, format: (value: number) => string): SectionCell {
  if (computed === null) return quiet('-');
  return { text: format(computed), tone: Math.abs(computed - found) < 0.005 ? 'good' : 'bad' };
}

export function figuresSection(data: EstimateData, all: boolean): Section {
  const { documented } = data;
  // What the document says of a day stands below, beside what its parts add up to.
  const figures = data.figures.filter(({ per }) => per !== 'day');
  const shown = figures.filter(
    ({ per, computed, sameCase, id }) => all || (per === 'request' && computed !== null && (sameCase || id.startsWith('whole'))),
  );
  const stated = documented?.figures ?? [];
  return {
    title: 'What was measured, and what the document says',
    remark: 'beside what this estimate computes for the same case',
    columns: [{ title: 'case' }, right('found'), right('computed'), { title: 'how', drop: 1 }],
    rows: [
      ...shown.map((row): SectionCell[] => [
        row.title,
        formatMean(row.commands),
        beside(row.commands, row.computed, formatMean),
        quiet(row.unexplained === 0 ? row.evidence : `${row.evidence}, ${row.unexplained} unexplained`),
      ]),
      ...stated.map((row): SectionCell[] => [
        `the document: ${row.title}`,
        formatCount(row.perDay),
        beside(row.perDay, row.computed, formatCount),
        quiet('documented'),
      ]),
    ],
    more: figures.length > shown.length ? `… and ${figures.length - shown.length} more cases (--all shows them)` : null,
    notes:
      stated.length === 0
        ? []
        : ["The document's statements are for its own example, 3,000 requests a day; computed: what its own parts add up to."],
    items: [],
  };
}

const SHOWN_SOURCES = 4;

export function releasesSection({ releases, documented, sources }: EstimateData): Section {
  const present = new Set(releases.flatMap((row) => row.sources.map(({ id }) => id)));
  const names = sources.flatMap(({ id }) => (present.has(id) ? [id] : [])).slice(0, SHOWN_SOURCES);
  const of = (id: string, row: (typeof releases)[number]): string =>
    formatMean(row.sources.find((one) => one.id === id)?.perRequest ?? 0);
  const stated = (id: string): string => {
    const claim = sources.find((row) => row.id === id)?.documented;
    return claim ? formatMean(claim.perRequest) : '';
  };
  return {
    title: 'What a request leaves behind, by release',
    remark: 'commands as the server counts them',
    columns: [{ title: 'releases' }, ...names.map((id, index) => right(id, names.length - index)), right('recorded')],
    rows: [
      ...releases.map((row): SectionCell[] => {
        const name = row.to === null ? `from ${row.from}` : row.to === row.from ? row.from : `${row.from} to ${row.to}`;
        const cells = [name, ...names.map((id) => of(id, row)), formatMean(row.recorded)];
        return row.current ? cells.map(strong) : cells;
      }),
      ...(documented === null || releases.length === 0
        ? []
        : [[quiet('the document'), ...names.map((id) => quiet(stated(id))), quiet(formatMean(documented.perRequest))]]),
    ],
    more: null,
    notes: [],
    items: [],
  };
}
