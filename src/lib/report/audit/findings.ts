/** What is wrong, the worst first, each with what was seen and what to do. */
import { formatCounted } from '../../format/number.js';
import type { Finding } from '../../audit/model.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Item, List, Note } from '../document.js';
import { severityCounts } from './figures.js';

const SHOWN = 5;

export function findingsList(findings: readonly Finding[]): List {
  return {
    kind: 'list',
    id: 'findings',
    title: 'Findings',
    ...(findings.length > 0 && { remark: severityCounts(findings) }),
    items: SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity)).map(itemOf),
    shown: SHOWN,
    rest: `${formatCounted(findings.length - SHOWN, 'more finding', 'more findings')}, and what was seen of each`,
    none: 'none',
  };
}

const COMMAND = /^(?:meter|redis-cli) /;

function itemOf({ severity, title, code, evidence, fix }: Finding): Item {
  const action = { label: 'fix', text: fix };
  return { severity, title, code, details: [evidence], ...(COMMAND.test(fix) ? { command: action } : { advice: action }) };
}

/** How the commands of the findings reach the same data; nothing where each names its target. */
export function targetNotes(target: TargetInfo | null, findings: readonly Finding[]): Note[] {
  const text =
    target === null
      ? findings.some(({ fix }) => fix.startsWith('meter ')) &&
        'Run these commands on the server that made the snapshot. meter audit takes --rdb as well.'
      : findings.some(({ fix }) => fix.startsWith('redis-cli ')) && 'redis-cli takes the target as -u, or as -h and -p';
  return text === false ? [] : [{ kind: 'note', text, tone: 'quiet' }];
}
