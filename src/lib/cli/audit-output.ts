import { printJson } from '../report/envelope.js';
import type { AuditData, Envelope } from '../report/model.js';

export const auditFormats = ['table', 'json', 'csv', 'markdown'] as const;
export type AuditFormat = (typeof auditFormats)[number];

/** The report in the format asked for. */
export async function renderAudit(
  envelope: Envelope<AuditData>,
  format: AuditFormat,
  style: { color: boolean; width: number; all: boolean },
): Promise<string> {
  switch (format) {
    case 'json':
      return printJson(envelope);
    case 'csv':
      return (await import('../report/audit-csv.js')).renderAuditCsv(envelope);
    case 'markdown':
      return (await import('../report/audit-markdown.js')).renderAuditMarkdown(envelope);
    case 'table':
      return (await import('../report/audit-text.js')).renderAuditText(envelope, style);
  }
}
