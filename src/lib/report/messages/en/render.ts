import type { RenderMessages } from '../render.js';

export const render: RenderMessages = {
  severities: { high: 'high', medium: 'medium', low: 'low' },
  lead: (label) => `${label}: `,
  more: (rest, showing) => `… ${rest} (${showing} shows them)`,
  count: (more) => `${more} more`,
  leftOut: (titles, section) => `left out at this width: ${titles.join(', ')} (--format csv --section ${section} has them)`,
};
