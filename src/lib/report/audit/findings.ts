/** Findings, most severe first, each with its evidence and remedy. */
import type { FindingCode } from '../../audit/finding.js';
import type { Command } from '../../audit/remedy.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { Item, List, Note } from '../document.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import type { WordedFinding } from './worded.js';
import { bySeverity } from './figures.js';

const SHOWN = 5;

/** `shown`: findings on one screen. */
export function findingsList(findings: readonly WordedFinding[], { audit: { report } }: Messages, shown = SHOWN): List {
  const words = report.findings;
  const groups = SEVERITIES.flatMap((severity) => kindsFirst(findings.filter((finding) => finding.severity === severity)));
  return {
    kind: 'list',
    id: 'findings',
    title: words.title,
    first: true,
    ...(findings.length > 0 && { remark: words.counts(bySeverity(findings)) }),
    items: groups.map((group) => groupItem(group, report)),
    shown,
    rest: words.rest(hiddenOf(groups, shown)),
    none: words.none,
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

const hiddenOf = (groups: readonly Group[], shown: number): number =>
  groups.slice(shown).reduce((sum, group) => sum + group.length, 0);

type Report = Messages['audit']['report'];

function groupItem(group: Group, { findings: words, labels }: Report): Item {
  const [first, second] = group;
  const item = itemOf(first!, labels);
  if (second === undefined) return item;
  const details = group.flatMap(({ title, evidence }) => [words.seen(title, evidence)]);
  const fix = { label: labels.fix, text: fixOfAll(group) };
  return {
    ...item,
    title: words.andOthers(first!.title, group.length - 1),
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

function itemOf({ severity, title, code, evidence, fix, fixKind }: WordedFinding, { fix: label }: Report['labels']): Item {
  const action = { label, text: fix };
  return { severity, title, code, details: [evidence], ...(fixKind === 'command' ? { command: action } : { advice: action }) };
}

/** How the commands of the findings find the same data; empty if each names its target. */
export function targetNotes(
  target: TargetInfo | null,
  findings: readonly WordedFinding[],
  { audit: { report } }: Messages = en,
): Note[] {
  const words = report.findings;
  const text =
    target === null ? namesProgram(findings, 'meter') && words.onServer : namesProgram(findings, 'redis-cli') && words.redisCli;
  return text === false ? [] : [{ kind: 'note', text, tone: 'quiet' }];
}

const namesProgram = (findings: readonly WordedFinding[], program: Command['program']): boolean =>
  findings.some(({ remedy }) => remedy.commands.some((command) => command.program === program));
