import type { Finding } from '../finding.js';
import { SEVERITIES } from '../severity.js';
import type { FindingContext, FindingRule } from './context.js';
import { failedCalls } from './failed-calls.js';
import { ghostMembers } from './indexes.js';
import { abandonedLeases } from './leases.js';
import { limiters } from './limiters.js';
import { endedLimits } from './limits.js';
import { backgroundScanLoad, keysCommand } from './load.js';
import { evictionPolicy, memoryHeadroom } from './memory.js';
import { secretsInNames, unrecognisedKeys, wrongType } from './names.js';
import { orphanOwners } from './owners.js';
import { noPersistence, saveFailed } from './saving.js';
import { bigHotStructures, fineGrainedStatistics, heavyOptionalData, unboundedCollection } from './size.js';
import { keysWithoutTtl, oneDayTtl } from './ttl.js';

/** A new finding needs only a rule here. */
const RULES: readonly FindingRule[] = [
  oneDayTtl,
  keysWithoutTtl,
  abandonedLeases,
  orphanOwners,
  endedLimits,
  limiters,
  evictionPolicy,
  memoryHeadroom,
  noPersistence,
  saveFailed,
  secretsInNames,
  unboundedCollection,
  heavyOptionalData,
  bigHotStructures,
  fineGrainedStatistics,
  backgroundScanLoad,
  keysCommand,
  failedCalls,
  wrongType,
  ghostMembers,
  unrecognisedKeys,
];

/** All findings, the most severe first. */
export async function findAll(context: FindingContext): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const rule of RULES) for (const finding of await rule(context)) found.push(finding);
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
