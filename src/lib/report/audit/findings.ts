/** Findings, most severe first, each with its evidence and remedy. */
import { formatCounted } from '../../format/number.js';
import type { Command } from '../../audit/remedy.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Item, List, Note } from '../document.js';
import type { WordedFinding } from './worded.js';
import { severityCounts } from './figures.js';

const SHOWN = 5;

export function findingsList(findings: readonly WordedFinding[]): List {
  return {
    kind: 'list',
    id: 'findings',
    title: 'Findings',
    ...(findings.length > 0 && { remark: severityCounts(findings) }),
    items: kindsFirst(SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity))).map(itemOf),
    shown: SHOWN,
    rest: `${formatCounted(findings.length - SHOWN, 'more finding', 'more findings')}, and what was seen of each`,
    none: 'none',
  };
}

/** The first of each kind, then the others: one kind that many families have hides no other. */
function kindsFirst(findings: readonly WordedFinding[]): WordedFinding[] {
  const firsts = new Map(findings.toReversed().map((finding) => [finding.code, finding]));
  const isFirst = (finding: WordedFinding): boolean => firsts.get(finding.code) === finding;
  return [...findings.filter(isFirst), ...findings.filter((finding) => !isFirst(finding))];
}

function itemOf({ severity, title, code, evidence, fix, fixKind }: WordedFinding): Item {
  const action = { label: 'fix', text: fix };
  return { severity, title, code, details: [evidence], ...(fixKind === 'command' ? { command: action } : { advice: action }) };
}

/** How the commands of the findings find the same data; empty if each names its target. */
export function targetNotes(target: TargetInfo | null, findings: readonly WordedFinding[]): Note[] {
  const text =
    target === null
      ? namesProgram(findings, 'meter') &&
        'Run these commands on the server that made the snapshot. meter audit takes --rdb as well.'
      : namesProgram(findings, 'redis-cli') && 'redis-cli takes the target as -u, or as -h and -p';
  return text === false ? [] : [{ kind: 'note', text, tone: 'quiet' }];
}

const namesProgram = (findings: readonly WordedFinding[], program: Command['program']): boolean =>
  findings.some(({ remedy }) => remedy.commands.some((command) => command.program === program));
