import type { Column } from '../document.js';
import type { ProviderText } from '../messages/estimate.js';
import type { Messages } from '../messages/messages.js';
import type { EstimateReport } from './worded.js';

/** Columns about what a provider charges for. */
const BILLED: ReadonlySet<string> = new Set(['billable_per_request', 'billable_per_day']);

/** The columns, without billed commands for people if the provider does not charge for commands. */
export const withoutBilled = (columns: readonly Column[], { provider }: EstimateReport): Column[] =>
  columns.map((column) => (provider.unit === null && BILLED.has(column.id) ? { ...column, only: 'machines' } : column));

/** The provider's texts in the language of the report. */
export const providerText = (
  { id, title, billed, unit, note }: EstimateReport['provider'],
  { estimate }: Pick<Messages, 'estimate'>,
): ProviderText => estimate.provider(id, { title, billed: unit === null ? null : billed, note });
