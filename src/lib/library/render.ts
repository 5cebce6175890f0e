/** Results for people: a Document of each result, and every format of it. */
export type * from '../report/document.js';
export { renderCsv } from '../report/render/csv.js';
export { renderHtml, type PageOptions } from '../report/render/html/page.js';
export { renderMarkdown } from '../report/render/markdown.js';
export { renderText, type TextOptions } from '../report/render/text.js';
export { successEnvelope, type Envelope } from '../report/envelope.js';
export { alertsDocument } from '../report/alerts/document.js';
export { auditDocument } from '../report/audit/document.js';
export { diffDocument } from '../report/diff/document.js';
export { estimateDocument } from '../report/estimate/document.js';
export { growthDocument } from '../report/growth/document.js';
export { limitersDocument } from '../report/limiters/document.js';
export { limitsDocument } from '../report/limits/document.js';
export { usageDocument } from '../report/usage/document.js';
