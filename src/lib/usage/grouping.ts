/** The grouping of rows: entities and periods, as named in --by. */
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText } from '../format/terminal.js';
import type { Entity, Figures } from '../profile/figures.js';
import { CUTS, type Cut } from './calendar.js';
import type { By } from './model.js';
import type { Source } from './sources.js';

export interface Grouping {
  by: readonly (By & { dimension: string | null })[];
  /** The period of a row; `null`: none. */
  cut: Cut | null;
  weekStart: number;
}

const isCut = (word: string): word is Cut => (CUTS as readonly string[]).includes(word);

/** Throws a usage error for words that are unknown or cannot be combined. */
export function groupingOf(words: readonly string[], { entities }: Figures, weekStart: number): Grouping {
  if (words.length > 2) throw usageError('--by takes two words at most.', 'Leave one out.');
  const [first, second] = words;
  if (first !== undefined && first === second) throw usageError(`--by names ${safeText(first)} twice.`, 'Leave one out.');
  const cuts = words.filter(isCut);
  if (cuts.length > 1) throw usageError(`--by ${cuts.join(' and ')} are both periods.`, 'Name one of them.');
  const by = words.map((word) => (isCut(word) ? periodBy(word) : entityBy(word, entities)));
  return { by, cut: cuts[0] ?? null, weekStart };
}

const periodBy = (word: Cut): Grouping['by'][number] => ({
  word,
  kind: 'period',
  title: word,
  titles: `${word}s`,
  dimension: null,
});

function entityBy(word: string, entities: readonly Entity[]): Grouping['by'][number] {
  const entity = entities.find((each) => each.word === word);
  if (entity) return { word, kind: 'entity', title: entity.title, titles: entity.titles, dimension: entity.dimension };
  const words = [...entities.map((each) => each.word), ...CUTS];
  const near = nearest(word, words);
  throw usageError(
    `Usage is not counted by "${safeText(word.slice(0, 40))}".`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Take one or two of: ${words.join(', ')}.`,
  );
}

/** A dimension, and the dimension whose keys contain its usage: for a user, the user's API keys. */
export interface Counted {
  dimension: string;
  /** The same, unless the dimension is not in key names. */
  countedBy: string;
}

export function countedBy(dimension: string, sources: readonly Source[], entities: readonly Entity[]): Counted {
  if (sources.some(({ dimensions }) => dimensions.includes(dimension))) return { dimension, countedBy: dimension };
  const part = entities.find(({ belongsTo }) => belongsTo?.dimension === dimension);
  return { dimension, countedBy: part?.dimension ?? dimension };
}

/** Throws a usage error if no figures have all these dimensions. */
export function checkTogether(dimensions: readonly string[], sources: readonly Source[], entities: readonly Entity[]): void {
  if (sources.some((source) => dimensions.every((name) => source.dimensions.includes(name)))) return;
  const titles = dimensions.map((dimension) => entities.find((each) => each.dimension === dimension)?.titles ?? dimension);
  throw usageError(`Nothing counts ${titles.join(' by ')}.`, 'Ask for one of them alone.');
}
