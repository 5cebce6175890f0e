import type { Document } from '../../src/lib/report/document.js';

/** A document that has this text wherever a document can have one. */
export const everywhere = (text: string): Document => ({
  title: { text, name: text, remark: text, tone: 'bad' },
  summary: { text },
  blocks: [
    {
      kind: 'facts',
      facts: [
        { label: text, text },
        { label: text, text, command: true },
        { label: '', text, place: 'partial' },
      ],
    },
    { kind: 'facts', title: text, remark: text, id: 'f', facts: [{ label: text, text, place: 'about' }] },
    {
      kind: 'table',
      id: 't',
      title: text,
      remark: text,
      columns: [
        { id: 'a', title: text, type: 'id' },
        { id: 'b', title: text, type: 'count' },
        { id: 'c', title: text, type: 'text' },
      ],
      rows: [{ a: text, b: { value: 1, text }, c: { value: text, text: '', tone: 'warn' } }],
      foot: [{ a: text, b: text }],
      notes: [text],
      details: [text],
    },
    {
      kind: 'list',
      id: 'l',
      title: text,
      items: [
        { severity: 'high', title: text, code: text, texts: [text, { text, tone: 'good' }], details: [text] },
        { lead: text, command: { label: text, text }, advice: { label: text, text } },
      ],
    },
    { kind: 'list', id: 'n', title: text, items: [], none: text },
    { kind: 'chart', id: 'c', title: text, type: 'count', bars: [{ label: text, value: 1, text, group: text }] },
    {
      kind: 'lines',
      id: 's',
      title: text,
      type: 'count',
      points: [
        { at: 0, label: text },
        { at: 1, label: text },
      ],
      lines: [
        { label: text, values: [1, 2], low: [0, 1], high: [2, 3] },
        { label: text, values: [2, null] },
      ],
      levels: [{ label: text, value: 2, text }],
    },
    { kind: 'treemap', id: 'm', title: text, type: 'bytes', leaves: [{ label: text, value: 1, text, group: text }] },
    { kind: 'note', text },
    { kind: 'command', label: text, text },
    { kind: 'code', title: text, id: 'd', language: text, lines: [{ text }, { text, tone: 'good' }] },
  ],
});
