/** All checks, in the order of a report. */
import { checked } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import { CHECKS, type Check, type CheckId } from '../model.js';
import { clientChecks } from './clients.js';
import { commandChecks } from './commands.js';
import { keyChecks } from './keys.js';
import { latencyChecks } from './latency.js';
import { memoryChecks } from './memory.js';
import { relayChecks } from './relay.js';
import { replicationChecks } from './replication.js';
import { rightsChecks } from './rights.js';
import { securityChecks } from './security.js';
import { findingsFor } from './server-findings.js';
import { serverChecks } from './server.js';

export function allChecks(facts: DoctorFacts): Check[] {
  const findings = findingsFor(facts);
  const made = [
    connected(facts),
    ...latencyChecks(facts),
    ...memoryChecks(facts, findings),
    ...clientChecks(facts),
    ...replicationChecks(facts),
    ...commandChecks(facts, findings),
    ...keyChecks(facts),
    ...serverChecks(facts),
    ...securityChecks(facts),
    ...relayChecks(facts),
    ...rightsChecks(facts),
  ];
  const order = Object.keys(CHECKS) as CheckId[];
  return made.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

const connected = ({ connection: { mode }, server, login }: DoctorFacts): Check =>
  checked('connect', 'ok', [{ code: 'connected', params: { nodes: server.nodes, mode, user: login?.user ?? null } }]);
