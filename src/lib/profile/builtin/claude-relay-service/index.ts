import type { Profile } from '../../types.js';
import { client } from './client.js';
import { accountCaches } from './families/account-caches.js';
import { accountGroups } from './families/account-groups.js';
import { accountState } from './families/account-state.js';
import { accountUsage } from './families/account-usage.js';
import { accounts } from './families/accounts.js';
import { apiKeys } from './families/api-keys.js';
import { auth } from './families/auth.js';
import { concurrency } from './families/concurrency.js';
import { conversations } from './families/conversations.js';
import { costJobs } from './families/cost-jobs.js';
import { cost } from './families/cost.js';
import { figures } from './figures/index.js';
import { indexSets } from './families/index-sets.js';
import { consistency } from './invariants/index.js';
import { keyModelUsage } from './families/key-model-usage.js';
import { limiters } from './limiters.js';
import { limits as windowLimits } from './families/limits.js';
import { limits } from './limits.js';
import { operations } from './operations/index.js';
import { owners } from './owners.js';
import { placeholders } from './placeholders.js';
import { quotaCards } from './families/quota-cards.js';
import { requestDetails } from './families/request-details.js';
import { rollups } from './rollups.js';
import { screens } from './screens.js';
import { settings } from './settings.js';
import { switches } from './switches.js';
import { systemUsage } from './families/system-usage.js';
import { usage } from './families/usage.js';
import { users } from './families/users.js';
import { fingerprints, upgradeSigns } from './versions.js';

export const claudeRelayService: Profile = {
  name: 'claude-relay-service',
  title: 'Claude Relay Service',
  readFrom:
    'Wei-Shaw/claude-relay-service: 1.1.314 (8479c7ce) and 1.1.250 (a345812c) run against Redis 7.0; releases in between by their sources. 1.1.314 of 2026-07-23 is the newest release there was on 2026-11-30',
  versions: { oldest: '1.1.6', newest: '1.1.314' },
  placeholders,
  copy: 'only',
  families: [
    ...usage,
    ...keyModelUsage,
    ...systemUsage,
    ...indexSets,
    ...cost,
    ...costJobs,
    ...accountUsage,
    ...apiKeys,
    ...accounts,
    ...accountGroups,
    ...settings,
    ...users,
    ...quotaCards,
    ...auth,
    ...windowLimits,
    ...concurrency,
    ...conversations,
    ...accountState,
    ...accountCaches,
    ...requestDetails,
  ],
  fingerprints,
  releaseKey: 'migration.version',
  upgradeSigns,
  owners,
  // Whole hours ahead of UTC. The application treats 0 as unset.
  offset: {
    default: 8,
    env: { name: 'TIMEZONE_OFFSET', zeroIsUnset: true },
    records: { family: 'usage.records', timeField: 'timestamp', hourly: 'usage.hourly', via: 'keyId' },
  },
  callsKeys: 'at each start, and for the list of accounts that are unavailable for a while',
  operations,
  rollups,
  consistency,
  switches,
  screens,
  figures,
  limits,
  limiters,
  client,
};
