import type { Profile } from '../../types.js';
import { claudeRelayService } from './index.js';
import { documentedOperations } from './operations/documented.js';

/** The switches that the document names. The application reads others that the document does not mention. */
const NAMED = (claudeRelayService.switches ?? []).filter(({ readBy }) => readBy === 'documents-only' || 'fork' in readBy);

/** Part of the document's "other" remains when statistics are off, so the switch removes events and not whole sources. */
const removed = { events: ['token-usage', 'account-usage', 'other.statistics'] };

/** The same application with the figures of the document instead of measured ones. */
export const claudeRelayServiceDocumented: Profile = {
  ...claudeRelayService,
  title: 'Claude Relay Service, by the figures of the document',
  operations: documentedOperations,
  switches: NAMED.map((one) => (one.env === 'ENABLE_USAGE_STATISTICS' ? { ...one, removes: removed } : one)),
};
