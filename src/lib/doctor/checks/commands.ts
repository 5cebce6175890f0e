/** Commands that fail, and KEYS. */
import type { Message } from '../../format/message.js';
import { byFindings, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import type { DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import type { Findings } from './server-findings.js';

type Seen = Message<DoctorEvidence>;

/** Errors that lose writes, and those that tell of a client that is wrong. Others, such as ERR, say little. */
const TELLING = ['OOM', 'MISCONF', 'READONLY', 'NOREPLICAS', 'NOSCRIPT', 'WRONGTYPE', 'NOAUTH', 'WRONGPASS', 'CROSSSLOT', 'BUSY'];
const LOSING = ['OOM', 'MISCONF', 'READONLY', 'NOREPLICAS'];

export const commandChecks = (facts: DoctorFacts, findings: Findings): Check[] => [
  errors(facts, findings),
  keysCommand(facts, findings),
];

function errors({ server, errorsSince, nodes }: DoctorFacts, findings: Findings): Check {
  const isTold = server.commandStats !== null || nodes.some(({ info }) => info.has('errorstats'));
  if (!isTold) return skipped('errors', { code: 'not-told', params: { what: 'INFO errorstats' } });
  const counts = TELLING.flatMap((name) => {
    const now = errorsSince?.counts.get(name) ?? 0;
    const count = (server.errors.get(name) ?? 0) + now;
    return count === 0 ? [] : [{ name, count, now }];
  });
  const seconds = errorsSince?.seconds ?? 0;
  const evidence: Seen[] =
    counts.length === 0 ? [{ code: 'no-errors', params: {} }] : [{ code: 'error-counts', params: { errors: counts, seconds } }];
  const isLosing = counts.some(({ name, now }) => now > 0 && LOSING.includes(name));
  return byFindings('errors', findings('failed-calls'), evidence, isLosing ? 'fail' : 'ok');
}

function keysCommand({ server }: DoctorFacts, findings: Findings): Check {
  if (server.commandStats === null) return skipped('keys-command', { code: 'not-told', params: { what: 'INFO commandstats' } });
  return byFindings('keys-command', findings('keys-command'), [{ code: 'keys-unused', params: {} }]);
}
