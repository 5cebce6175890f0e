/** Findings, most severe first, each with its evidence and remedy. */
import { formatCounted } from '../../format/number.js';
import type { FindingCode } from '../../audit/finding.js';
import type { Command } from '../../audit/remedy.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Item, List, Note } from '../document.js';
import type { WordedFinding } from './worded.js';
import { severityCounts } from './figures.js';

const SHOWN = 5;

/** `shown`: findings on one screen. */
export function findingsList(findings: readonly WordedFinding[], shown = SHOWN): List {
  const groups = kindsFirst(SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity)));
  return {
    kind: 'list',
    id: 'findings',
    title: 'Findings',
    first: true,
    ...(findings.length > 0 && { remark: severityCounts(findings) }),
    items: groups.map(groupItem),
    shown,
    rest: `${restText(groups, shown)}, and what was seen of each`,
    none: 'none',
  };
}

/** Findings that are shown as one: of one kind, and mended in one way. Never empty. */
type Group = readonly WordedFinding[];

/** Kinds of which each family may have one. */
const OF_FAMILIES: ReadonlySet<string> = new Set([
  'counter-without-ttl',
  'imported-without-ttl',
  'key-without-ttl',
  'one-day-ttl',
] satisfies FindingCode[]);

/** The first group of each kind, then the others: one kind that many families have hides no other. */
function kindsFirst(findings: readonly WordedFinding[]): Group[] {
  const groups = new Map<unknown, WordedFinding[]>();
  for (const finding of findings) {
    const { code, fix, family, remedy } = finding;
    const way = remedy.commands.length === 0 ? fix : fix.replace(`--family ${family ?? ''} `, '');
    const id = OF_FAMILIES.has(code) ? `${code} ${way}` : finding;
    groups.set(id, [...(groups.get(id) ?? []), finding]);
  }
  const all = [...groups.values()];
  const firsts = new Map(all.toReversed().map((group) => [group[0]!.code, group]));
  const isFirst = (group: Group): boolean => firsts.get(group[0]!.code) === group;
  return [...all.filter(isFirst), ...all.filter((group) => !isFirst(group))];
}

function restText(groups: readonly Group[], shown: number): string {
  const hidden = groups.slice(shown).reduce((sum, group) => sum + group.length, 0);
  return formatCounted(hidden, 'more finding', 'more findings');
}

function groupItem(group: Group): Item {
  const [first, second] = group;
  const item = itemOf(first!);
  if (second === undefined) return item;
  const details = group.flatMap(({ title, evidence }) => [`${title}: ${evidence}`]);
  const fix = { label: 'fix', text: fixOfAll(group) };
  return {
    ...item,
    title: `${first!.title}, and ${formatCounted(group.length - 1, 'other family', 'other families')}`,
    details,
    ...(first!.fixKind === 'command' ? { command: fix } : { advice: fix }),
  };
}

/** One command takes several families. A prune of all lost TTLs needs no names. */
function fixOfAll([first, ...others]: Group): string {
  const { fix, family } = first!;
  const own = `--family ${family ?? ''}`;
  if (first!.remedy.commands[0]?.args.includes('--leaked')) return fix.replace(` ${own}`, '');
  return fix.replace(own, [own, ...others.map((other) => `--family ${other.family ?? ''}`)].join(' '));
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
