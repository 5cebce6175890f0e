import { formatBytes } from '../../format/bytes.js';
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';
import { memoryLimitsText, usedMemoryHow } from './figures.js';

/** Lines that add up to used_memory, then its limits. */
export function memoryTable(data: AuditData): Table {
  const { parts, usedMemory } = data.memory;
  const rows = parts.map(({ name, bytes, how }) => ({ part: name, bytes, how: { value: how, tone: 'quiet' as const } }));
  const total = {
    part: { value: 'used_memory', tone: 'strong' as const },
    bytes: { value: usedMemory, text: formatBytes(usedMemory), tone: 'strong' as const },
    how: { value: usedMemoryHow(data), tone: 'quiet' as const },
  };
  const isTold = usedMemory !== null || data.source.kind === 'live';
  const limits = memoryLimitsText(data);
  return {
    kind: 'table',
    id: 'memory',
    title: 'Memory',
    detail: true,
    columns: [
      { id: 'part', title: 'part', type: 'text' },
      { id: 'bytes', title: 'bytes', type: 'bytes' },
      { id: 'how', title: 'how', type: 'text' },
    ],
    rows: isTold ? [...rows, total] : rows,
    none: 'The snapshot does not say what its server used.',
    notes: limits.length === 0 ? [] : [limits.join(' · ')],
  };
}
