import { printJson } from '../report/envelope.js';
import type { EstimateData } from '../report/estimate-model.js';
import type { Envelope } from '../report/model.js';

export const estimateFormats = ['table', 'json', 'csv', 'markdown'] as const;

/** The estimate in the format asked for. */
export async function renderEstimate(
  envelope: Envelope<EstimateData>,
  format: (typeof estimateFormats)[number],
  style: { color: boolean; width: number; all: boolean },
): Promise<string> {
  switch (format) {
    case 'json':
      return printJson(envelope);
    case 'csv':
      return (await import('../report/estimate-csv.js')).renderEstimateCsv(envelope);
    case 'markdown':
      return (await import('../report/estimate-markdown.js')).renderEstimateMarkdown(envelope);
    case 'table':
      return (await import('../report/estimate-text.js')).renderEstimateText(envelope, style);
  }
}
