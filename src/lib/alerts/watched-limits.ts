/** The limits that are watched. */
import { says } from '../errors/alerts.js';
import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import { exactly } from '../limits/amount.js';
import type { LimitKind, LimitRow, LimitsData } from '../limits/model.js';
import type { Label } from '../usage/model.js';
import type { Unknown } from './model.js';
import type { Threshold } from './thresholds.js';
import { keyOf, type Watched } from './watched.js';

interface Options {
  /** The id of each label. */
  ids: ReadonlyMap<Label, string>;
  thresholds: readonly Threshold[];
  ofLimit: ReadonlyMap<string, readonly Threshold[]>;
  /** Ids of limits; empty: all except requests that are under way, which a look now and then only catches by chance. */
  only: readonly string[];
  cycle: string | null;
}

const UNDER_WAY: LimitKind['period'] = 'running';

/** Limits of requests under way that are not watched, of subjects whose requests are not all refused. */
export function underWayOf({ rows, kinds }: LimitsData, only: readonly string[]): number {
  const ids = kinds.filter(({ period }) => period === UNDER_WAY).map(({ id }) => id);
  return only.length > 0 ? 0 : rows.filter(({ limit, closed }) => closed === null && ids.includes(limit)).length;
}

/** Throws a usage error for the id of a limit that this application does not have. */
export function watchedLimits({ rows, kinds }: LimitsData, { ids, thresholds, ofLimit, only, cycle }: Options): Watched[] {
  for (const id of [...only, ...ofLimit.keys()]) checkKnown(id, kinds);
  const kindOf = new Map(kinds.map((kind) => [kind.id, kind]));
  const isWatched = ({ limit }: LimitRow): boolean =>
    only.length > 0 ? only.includes(limit) : kindOf.get(limit)!.period !== UNDER_WAY;
  return rows
    .filter((row) => row.closed === null && isWatched(row))
    .map((row): Watched => {
      const { title, unit, period, by } = kindOf.get(row.limit)!;
      const { limit: rule, word, subject, allowed, used, share, remaining, since, resetsAt, reachedAt } = row;
      const amounts = { used: exactly(used), allowed: exactly(allowed)! };
      return {
        key: keyOf('limit', rule, word, ids.get(subject) ?? '', cycle ?? ''),
        measured: {
          kind: 'limit',
          rule,
          title,
          word,
          subject,
          unit,
          period,
          allowed,
          used,
          share,
          remaining,
          since,
          resetsAt,
          reachedAt,
          by,
        },
        amounts: amounts.used === null ? null : { ...amounts, used: amounts.used },
        thresholds: ofLimit.get(rule) ?? thresholds,
      };
    });
}

/** Limits that cannot be read, with the keys that they would have. */
export function unreadableLimits(
  { unreadable, kinds }: LimitsData,
  { ids, only, cycle }: Pick<Options, 'ids' | 'only' | 'cycle'>,
): { key: string; unknown: Unknown }[] {
  return unreadable.flatMap(({ limit, word, subject, why }) =>
    kinds
      // Of a hash that is refused, every limit is unknown.
      .filter((kind) => kind.word === word && (why === 'refused' || kind.id === limit))
      .filter((kind) => only.length === 0 || only.includes(kind.id))
      .map(({ id: rule, title, unit, period }) => ({
        key: keyOf('limit', rule, word, ids.get(subject) ?? '', cycle ?? ''),
        unknown: { kind: 'limit', rule, title, word, subject, unit, period },
      })),
  );
}

function checkKnown(id: string, kinds: readonly LimitKind[]): void {
  const known = kinds.map((kind) => kind.id);
  if (known.includes(id)) return;
  const near = nearest(id.slice(0, 60), known);
  throw usageError(says('unknown-limit', { id: truncateMiddle(safeText(id), 40), near, known }));
}
