/** Why a report is not complete, in words. */
import { formatCounted } from '../format/number.js';
import type { AuditData } from './model.js';

const PARTIAL: Record<string, string> = {
  interrupted: 'the scan was interrupted',
  'connection-lost': 'the connection was lost',
  'alien-reply': 'the server answered in a way that Redis does not',
  'scan-stuck': 'SCAN did not come to an end',
  'scan-refused': 'SCAN was refused',
  'too-slow': 'the server answered too slowly',
  'not-serving': 'the server did not serve for the time being',
  quota: 'the quota of the server was used up',
  'max-commands': 'the command budget (--max-commands) was used up',
  limit: 'the key limit (--limit) was reached',
  damaged: 'the snapshot is damaged or cut off',
};

export const partialText = (reason: string): string => `${PARTIAL[reason] ?? reason}; the figures cover what was read until then`;

/** What the command ceiling has kept from the report, and how that shows; `null` when nothing. */
export function unreadText({ source, families }: AuditData): string | null {
  if (source.unread + source.unasked === 0) return null;
  const unasked =
    source.unasked === 0
      ? ''
      : `--max-commands left ${formatCounted(source.unasked, 'question', 'questions')} unasked: findings may be missing`;
  if (source.unread === 0) return unasked;
  const unsized = families.filter(({ bytes }) => bytes === null).length;
  const left = `${unasked === '' ? '' : `${unasked}; `}--max-commands left ${formatCounted(source.unread, 'key', 'keys')} of the sample unread`;
  if (unsized === 0) return `${left}: intervals are wider`;
  return `${left}: of ${formatCounted(unsized, 'family', 'families')} no size is known, sums marked ≥ are without them`;
}
