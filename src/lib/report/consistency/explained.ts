import type { ExplainedData } from '../../consistency/model.js';
import type { Document, Fact } from '../document.js';
import type { Envelope } from '../envelope.js';

/** One invariant in words. */
export function explainedDocument({ data }: Envelope<ExplainedData>): Document {
  const { id, profile, title, kind, compares, families, cause, repair, drifts } = data;
  const facts: Fact[] = [
    ...compares.map((text, index) => ({ label: index === 0 ? 'Compares' : '', text })),
    { label: 'Families', text: families.join(', ') },
    { label: 'Cause', text: cause },
    { label: 'Repair', text: repair },
    ...drifts.map((drift) => ({ label: drift.id, text: `${drift.title}: ${drift.rule}` })),
  ];
  const columns = ['invariant', 'profile', 'title', 'kind', 'compares', 'families', 'cause', 'repair', 'drifts'];
  return {
    title: { text: 'Invariant', name: id, remark: profile },
    blocks: [
      { kind: 'facts', facts },
      {
        kind: 'table',
        id: 'invariant',
        title: 'Invariant',
        columns: columns.map((column) => ({ id: column, title: column, type: 'text' })),
        rows: [
          {
            invariant: id,
            profile,
            title,
            kind,
            compares: compares.join('; '),
            families: families.join(' '),
            cause,
            repair,
            drifts: drifts.map((drift) => drift.id).join(' '),
          },
        ],
        only: 'machines',
      },
    ],
    summary: { text: title },
  };
}
