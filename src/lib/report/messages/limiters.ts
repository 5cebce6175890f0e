/** The sentences that a report on limiters needs, in whichever language. */
import type { LimitersReportMessages } from './en/limiters-report.js';
import type { CheckRow, ClientRow, LimiterNoteCode, LimiterNoteOf, LimiterRow, PoolData } from '../../limiters/model.js';

export interface LimitersMessages {
  report: LimitersReportMessages;
  near: (percent: string) => string;
  /** A size, such as `360 in 3 min`. */
  size: (row: Pick<LimiterRow, 'capacity' | 'windowSeconds' | 'from'>) => string;
  /** What happens to requests that are checked at the same time. */
  parallel: { holds: string; passes: string };
  /** How it counts, in a word. */
  how: Readonly<Record<LimiterRow['algorithm'], string>>;
  /** What one check sends, in short. */
  sent: (check: CheckRow) => string;
  check: (check: CheckRow) => string;
  denials: Readonly<Record<LimiterRow['denials'], string>>;
  onError: (onError: LimiterRow['onError']) => string;
  connections: (pool: PoolData) => string;
  maxclients: (pool: PoolData) => string;
  sharedPool: string;
  client: (client: ClientRow) => string;
  notes: { readonly [Code in LimiterNoteCode]: (note: LimiterNoteOf<Code>) => string };
}
