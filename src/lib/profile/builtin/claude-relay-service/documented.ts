import type { Profile } from '../../types.js';
import { claudeRelayService } from './index.js';
import { documentedOperations } from './operations-documented.js';

/** The document counts what the recording switch leaves of the rest, which the application's own events tell otherwise. */
const removed = { events: ['token-usage', 'account-usage', 'other.statistics'] };

/** The same application with the figures of the document instead of those that were measured. */
export const claudeRelayServiceDocumented: Profile = {
  ...claudeRelayService,
  title: 'Claude Relay Service, by the figures of the document',
  operations: documentedOperations,
  switches: (claudeRelayService.switches ?? []).map((one) =>
    one.env === 'ENABLE_USAGE_STATISTICS' ? { ...one, removes: removed } : one,
  ),
};
