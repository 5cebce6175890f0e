import { formatBytes } from '../../format/bytes.js';
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';
import type { AuditReportMessages } from '../messages/en/audit/report.js';
import { memoryLimitsText, usedMemoryHow } from './figures.js';

/** Lines that add up to used_memory, then its limits. */
export function memoryTable(data: AuditData, report: AuditReportMessages): Table {
  const { memory: words } = report;
  const { parts, usedMemory } = data.memory;
  const rows = parts.map(({ name, bytes, how }) => ({
    part: { value: name, text: words.part(name) },
    bytes,
    how: { value: how, text: words.how(how), tone: 'quiet' as const },
  }));
  const total = {
    part: { value: 'used_memory', tone: 'strong' as const },
    bytes: { value: usedMemory, text: formatBytes(usedMemory), tone: 'strong' as const },
    how: { value: usedMemoryHow(data, report), tone: 'quiet' as const },
  };
  const isTold = usedMemory !== null || data.source.kind === 'live';
  const limits = memoryLimitsText(data, report);
  return {
    kind: 'table',
    id: 'memory',
    title: words.title,
    detail: true,
    columns: [
      { id: 'part', title: words.heads.part, type: 'text' },
      { id: 'bytes', title: words.heads.bytes, type: 'bytes' },
      { id: 'how', title: words.heads.how, type: 'text' },
    ],
    rows: isTold ? [...rows, total] : rows,
    none: words.none,
    notes: limits.length === 0 ? [] : [limits.join(' · ')],
  };
}
