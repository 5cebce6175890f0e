import type { AuditData } from '../../audit/model.js';
import type { Envelope } from '../../report/envelope.js';

export const auditFormats = ['table', 'json', 'csv', 'markdown'] as const;

/** The report as text. */
export async function renderAudit(
  envelope: Envelope<AuditData>,
  format: Exclude<(typeof auditFormats)[number], 'json'>,
  style: { color: boolean; width: number; all: boolean },
): Promise<string> {
  switch (format) {
    case 'csv':
      return (await import('../../report/audit/csv.js')).renderAuditCsv(envelope);
    case 'markdown':
      return (await import('../../report/audit/markdown.js')).renderAuditMarkdown(envelope);
    case 'table':
      return (await import('../../report/audit/text.js')).renderAuditText(envelope, style);
  }
}
