/** The document of an audit: families, the share of statistics, findings. */
import { formatBytes } from '../../format/bytes.js';
import { sumFigures } from '../../audit/bytes-figure.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Document, Fact, Tone } from '../document.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import type { Envelope } from '../envelope.js';
import { spentFact } from '../spent.js';
import { familiesMap } from './charts.js';
import { familyTables } from './families.js';
import { bytesText, bySeverity, sourceName } from './figures.js';
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
/** Findings on one screen, of a report on a part: it says more about itself. */
const SHOWN_OF_PART = 3;

export function auditDocument(
  { data, warnings, notices, spent, target }: Envelope<AuditReport>,
  messages: Messages = en,
): Document {
  const { report } = messages.audit;
  return {
    title: { text: report.title, name: sourceName(target, data, report), remark: targetRemark(target, report) },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      familiesMap(data, messages),
      ...familyTables(data, messages),
      ...groupBlocks(data, messages),
      ownersTable(data, report),
      largestTable(data, report),
      unrecognisedTable(data, report),
      memoryTable(data, report),
      ...noteLists(data, { warnings, notices }, messages),
      findingsList(data.findings, messages, data.source.partial === null ? undefined : SHOWN_OF_PART),
      ...targetNotes(target, data.findings, messages),
      { kind: 'facts', facts: [...nextFact(target, data, report), spentFact(spent, messages.common)] },
    ],
    summary: summaryOf(data, report),
    csv: 'families',
  };
}

type Report = Messages['audit']['report'];

function targetRemark(target: TargetInfo | null, { replica }: Report): string {
  if (target === null) return '';
  return [target.tls ? 'TLS' : [], target.replica ? replica : []].flat().join(', ');
}

/** The verb for the next step. A snapshot has no server for it. */
const nextFact = (target: TargetInfo | null, { profiles }: AuditReport, { labels, next }: Report): Fact[] =>
  target === null || profiles.length === 0 ? [] : [{ label: labels.next, text: next }];

function summaryOf({ keys, families, findings, source, memory }: AuditReport, report: Report): { text: string; tone: Tone } {
  const sum = sumFigures(families);
  const [worst] = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
  const tone = worst === undefined ? 'good' : ({ high: 'bad', medium: 'warn', low: 'strong' } as const)[worst];
  const text = report.summary({
    partial: source.partial !== null,
    keys,
    size: sum.bytes === null ? '' : bytesText(sum),
    used: memory.usedMemory === null ? null : formatBytes(memory.usedMemory),
    findings: findings.length,
    bySeverity: bySeverity(findings),
  });
  return { text, tone };
}
