/** The document of an audit: families, the share of statistics, findings. */
import { formatBytes } from '../../format/bytes.js';
import { formatCounted } from '../../format/number.js';
import { sumFigures } from '../../audit/bytes-figure.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Document, Fact, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import { spentFact } from '../spent.js';
import { familiesMap } from './charts.js';
import { familyTables } from './families.js';
import { bytesText, severityCounts, sourceName } from './figures.js';
import { findingsList, targetNotes } from './findings.js';
import { groupBlocks } from './groups.js';
import { headFacts } from './head.js';
import { largestTable } from './largest.js';
import { memoryTable } from './memory.js';
import { noteLists } from './notes.js';
import { ownersTable } from './owners.js';
import { unrecognisedTable } from './unrecognised.js';
import type { AuditReport } from './worded.js';

/** Findings come last, just above the prompt. */
export function auditDocument({ data, warnings, notices, spent, target }: Envelope<AuditReport>): Document {
  return {
    title: { text: 'Audit of', name: sourceName(target, data), remark: targetRemark(target) },
    blocks: [
      { kind: 'facts', facts: headFacts(data) },
      familiesMap(data),
      ...familyTables(data),
      ...groupBlocks(data),
      ownersTable(data),
      largestTable(data),
      unrecognisedTable(data),
      memoryTable(data),
      ...noteLists(data, { warnings, notices }),
      findingsList(data.findings),
      ...targetNotes(target, data.findings),
      { kind: 'facts', facts: [...nextFact(target, data), spentFact(spent)] },
    ],
    summary: summaryOf(data),
    csv: 'families',
  };
}

function targetRemark(target: TargetInfo | null): string {
  if (target === null) return '';
  return [target.tls ? 'TLS' : [], target.replica ? 'read from a replica' : []].flat().join(', ');
}

/** The verb for the next step. A snapshot has no server for it. */
const nextFact = (target: TargetInfo | null, { profiles }: AuditReport): Fact[] =>
  target === null || profiles.length === 0
    ? []
    : [{ label: 'Next', text: 'meter advise, with the same target, ranks what can be done by what it saves' }];

function summaryOf({ keys, families, findings, source, memory }: AuditReport): { text: string; tone: Tone } {
  const sum = sumFigures(families);
  const used = memory.usedMemory === null ? '' : ` of ${formatBytes(memory.usedMemory)} used`;
  const size = sum.bytes === null ? '' : `, ${bytesText(sum)}${used}`;
  const found =
    findings.length === 0
      ? 'no findings'
      : `${formatCounted(findings.length, 'finding', 'findings')}: ${severityCounts(findings)}`;
  const [worst] = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
  const tone = worst === undefined ? 'good' : ({ high: 'bad', medium: 'warn', low: 'strong' } as const)[worst];
  return {
    text: `${source.partial === null ? '' : 'Partial report: '}${formatCounted(keys, 'key', 'keys')}${size}; ${found}.`,
    tone,
  };
}
