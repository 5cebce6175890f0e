/** What the reader of the figures should know besides them. */
import { formatCount, formatCounted } from '../format/number.js';
import { partialText, unreadText } from './partial.js';
import type { AuditData } from './model.js';
import type { ReadingRules } from './reading-rules.js';

/** `reading`: what was asked of a server; `null` for a snapshot. */
export function warnings(data: AuditData, reading: ReadingRules | null, exact: boolean): string[] {
  const { source } = data;
  return [
    source.partial === null ? [] : partialText(source.partial),
    unreadText(data) ?? [],
    data.refused === 0 ? [] : refusedText(data),
    unsizedText(data) ?? [],
    exact && reading?.questions.memoryUsage
      ? 'every key was asked for, but the size of a collection is what MEMORY USAGE tells from 5 of its elements'
      : [],
    reading === null || reading.mayTouch
      ? []
      : 'lengths were left out: reading them would reset the idle times that this eviction policy goes by (--lengths reads them all the same)',
    source.filter.pattern === null && source.filter.type === null
      ? []
      : 'only a part of the keyspace was asked for: shares are shares of that part',
    elsewhereText(data) ?? [],
  ].flat();
}

/** A snapshot holds all databases, of which one is looked at unless asked otherwise. */
function elsewhereText({ source, databases }: AuditData): string | null {
  const keys = databases.filter(({ scanned }) => scanned === 0).reduce((sum, row) => sum + row.keys, 0);
  if (source.kind === 'live' || keys === 0 || source.filter.pattern !== null || source.filter.type !== null) return null;
  return `${formatCounted(keys, 'key of another database was', 'keys of other databases were')} left out (--db all reads all)`;
}

function refusedText({ families, refused, vanished }: AuditData): string {
  const asked = families.reduce((sum, { sampled }) => sum + sampled, refused + vanished);
  return (
    `the user may not read ${formatCount(refused)} of ${formatCounted(asked, 'sampled key', 'sampled keys')}: ` +
    'nothing but their names is known (ACL SETUSER <user> %R~* lets it read all keys)'
  );
}

/** Findings about sizes do not vanish without a word. */
function unsizedText({ families, capabilities }: AuditData): string | null {
  const unsized = families.filter(({ bytes }) => bytes === null).length;
  // Where there are no sizes at all, what the server lacks says so already.
  if (unsized === 0 || capabilities.some(({ name, state }) => name === 'MEMORY USAGE' && state !== 'ok')) return null;
  return (
    `nothing is known of the sizes of ${formatCount(unsized)} of ${formatCounted(families.length, 'family', 'families')}: ` +
    'heavy-optional-data could not be checked, big-hot-structure and unbounded-collection only in the others'
  );
}
