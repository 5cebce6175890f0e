/** What the reader of the figures should know besides them. */
import type { AuditData } from './model.js';
import type { AuditNotice } from './notices.js';
import type { ReadingRules } from './reading-rules.js';
import { plainMessage } from '../format/message.js';

/** `reading`: what was asked of a server; `null` for a snapshot. */
export function warnings(data: AuditData, reading: ReadingRules | null, exact: boolean): AuditNotice[] {
  const { source } = data;
  return [
    partial(data) ?? [],
    ceilingReached(data) ?? [],
    refused(data) ?? [],
    unsized(data) ?? [],
    exact && reading?.questions.memoryUsage ? plainMessage('sizes-by-five-elements') : [],
    reading === null || reading.mayTouch ? [] : plainMessage('lengths-left-out'),
    source.filter.pattern === null && source.filter.type === null ? [] : plainMessage('part-of-keyspace'),
    elsewhere(data) ?? [],
  ].flat();
}

/** Why the report is partial; `null`: it is complete. */
export const partial = ({ source }: AuditData): AuditNotice | null =>
  source.partial === null ? null : { code: 'partial', params: { reason: source.partial } };

/** What is missing because of the command ceiling; `null`: nothing. */
export function ceilingReached({ source: { unread, unasked }, families }: AuditData): AuditNotice | null {
  if (unread + unasked === 0) return null;
  const familiesWithoutSize = families.filter(({ bytes }) => bytes === null).length;
  return { code: 'ceiling-reached', params: { unasked, unread, familiesWithoutSize } };
}

/** A snapshot contains all databases; by default one of them is counted. */
function elsewhere({ source, databases }: AuditData): AuditNotice | null {
  const keys = databases.filter(({ scanned }) => scanned === 0).reduce((sum, row) => sum + row.keys, 0);
  if (source.kind === 'live' || keys === 0 || source.filter.pattern !== null || source.filter.type !== null) return null;
  return { code: 'other-databases', params: { keys } };
}

function refused({ families, refused: count, vanished }: AuditData): AuditNotice | null {
  if (count === 0) return null;
  const asked = families.reduce((sum, { sampled }) => sum + sampled, count + vanished);
  return { code: 'keys-refused', params: { refused: count, asked } };
}

/** Findings about sizes do not vanish without a word. */
function unsized({ families, capabilities }: AuditData): AuditNotice | null {
  const without = families.filter(({ bytes }) => bytes === null).length;
  // Where there are no sizes at all, what the server lacks says so already.
  if (without === 0 || capabilities.some(({ name, state }) => name === 'MEMORY USAGE' && state !== 'ok')) return null;
  return { code: 'sizes-unknown', params: { without, families: families.length } };
}
