/** Adds an audit to a history. */
import { formatBytes } from '../../format/bytes.js';
import { safeText } from '../../format/terminal.js';
import { appendRecord } from '../../growth/history/file.js';
import { recordOf } from '../../growth/history/record.js';
import type { AuditResult } from './run.js';

/** A partial audit is not added, because it would look like a loss of keys. */
export async function addToHistory(
  file: string,
  { envelope: { data, target } }: AuditResult,
  say: (text: string) => void,
): Promise<void> {
  if (data.source.partial !== null) {
    say(`Not added to ${safeText(file)}, because the audit is partial.`);
    return;
  }
  const bytes = await appendRecord(file, recordOf(data, target?.name ?? null));
  say(`Added to ${safeText(file)} (${formatBytes(bytes)}).`);
}
