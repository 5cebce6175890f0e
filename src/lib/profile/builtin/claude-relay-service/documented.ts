import type { Profile } from '../../types.js';
import { claudeRelayService } from './index.js';
import { documentedOperations } from './operations/documented.js';

/** The switches that the document names; the application reads others, of which it says nothing. */
const NAMED = (claudeRelayService.switches ?? []).filter(({ readBy }) => readBy === 'documents-only' || 'fork' in readBy);

/** What stays when statistics are off is part of the document's "other", so events are removed and not whole sources. */
const removed = { events: ['token-usage', 'account-usage', 'other.statistics'] };

/** The same application with the figures of the document instead of those that were measured. */
export const claudeRelayServiceDocumented: Profile = {
  ...claudeRelayService,
  title: 'Claude Relay Service, by the figures of the document',
  operations: documentedOperations,
  switches: NAMED.map((one) => (one.env === 'ENABLE_USAGE_STATISTICS' ? { ...one, removes: removed } : one)),
};
