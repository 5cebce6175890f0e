import type { EstimateData } from '../../estimate/model.js';
import type { Envelope } from '../../report/envelope.js';

export const estimateFormats = ['table', 'json', 'csv', 'markdown'] as const;

/** The estimate as text. */
export async function renderEstimate(
  envelope: Envelope<EstimateData>,
  format: Exclude<(typeof estimateFormats)[number], 'json'>,
  style: { color: boolean; width: number; all: boolean },
): Promise<string> {
  switch (format) {
    case 'csv':
      return (await import('../../report/estimate/csv.js')).renderEstimateCsv(envelope);
    case 'markdown':
      return (await import('../../report/estimate/markdown.js')).renderEstimateMarkdown(envelope);
    case 'table':
      return (await import('../../report/estimate/text.js')).renderEstimateText(envelope, style);
  }
}
