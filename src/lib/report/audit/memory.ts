import { formatBytes } from '../../format/bytes.js';
import { memoryLimitsText, usedMemoryHow } from './figures.js';
import type { AuditData } from '../../audit/model.js';
import { renderTable } from '../render/table.js';
import { heading, INDENT, paragraph, type TextContext } from '../render/lines.js';

/** Lines that add up to what the server says it uses, then what bounds it. */
export async function memoryText(context: TextContext, data: AuditData): Promise<string> {
  const { memory } = data;
  const rows = memory.parts.map(({ name, bytes, how }) => [name, formatBytes(bytes), { text: how, paint: context.style.dim }]);
  const total = [
    { text: 'used_memory', paint: context.style.bold },
    { text: formatBytes(memory.usedMemory), paint: context.style.bold },
    { text: usedMemoryHow(data), paint: context.style.dim },
  ];
  const isTold = memory.usedMemory !== null || data.source.kind === 'live';
  const table = await renderTable(['part', 'bytes', 'how'], isTold ? [...rows, total] : rows, {
    color: context.color,
    width: context.width,
    align: ['left', 'right', 'left'],
    indent: INDENT,
  });
  const limits = memoryLimitsText(data);
  return [heading(context, 'Memory'), table, limits.length === 0 ? [] : paragraph(context, limits.join(' · '))].flat().join('\n');
}
