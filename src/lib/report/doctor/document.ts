/** What is wrong, what could not be checked, and what is well. */
import type { VerbRights } from '../../doctor/model.js';
import type { Document, Fact, Facts, Item, List, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { partialFacts } from '../figures-head.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import type { DoctorReport, WordedCheck } from './worded.js';

/** Items of one screen. */
const SHOWN = 5;
const SHOWN_SKIPPED = 2;
/** Checks that an item names. */
const MOST_TITLES = 12;

type Words = Messages['doctor'];

export function doctorDocument({ data, warnings, spent, target }: Envelope<DoctorReport>, messages: Messages = en): Document {
  const { doctor: words, common } = messages;
  const { checks, rights } = data;
  const by = (...states: string[]): WordedCheck[] => states.flatMap((state) => checks.filter((check) => check.state === state));
  return {
    title: { text: words.report.title, name: target?.name ?? '', remark: productText(data) },
    blocks: [
      ...headFacts(data, messages),
      problemsList(by('fail', 'warn'), words),
      passedList(by('ok'), words),
      skippedList(by('skipped'), words),
      rightsTable(rights, words),
      checksTable(checks),
      ...notesList(warnings, common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: summaryOf(checks, data.partial, words),
    csv: 'checks',
  };
}

const productText = ({ server }: DoctorReport): string =>
  server === null ? '' : `${server.product ?? 'Redis'} ${server.version ?? ''}`.trim();

function headFacts({ applications, partial, checks }: DoctorReport, messages: Messages): Facts[] {
  // Nothing is known of a server that cannot be reached.
  if (checks.some(({ id, state }) => id === 'connect' && state === 'fail')) return [];
  const { labels, together } = messages.doctor.report;
  const ping = checks.find(({ id, state }) => id === 'ping' && state === 'ok');
  const names = messages.recognise.applications(
    applications.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
  );
  const facts: Fact[] = [
    { label: labels.application, text: names },
    ...(ping ? [{ label: labels.fromHere, text: together(ping.texts) }] : []),
    ...partialFacts({ partial }, messages),
  ];
  return [{ kind: 'facts', facts }];
}

function problemsList(problems: readonly WordedCheck[], words: Words): List {
  const { sections, moreProblems, none } = words.report;
  return {
    kind: 'list',
    id: 'problems',
    title: sections.problems,
    items: problems.map((problem) => problemItem(problem, words)),
    shown: SHOWN,
    ...(problems.length > SHOWN && { rest: moreProblems(problems.length - SHOWN) }),
    none,
  };
}

function problemItem({ id, state, title, texts, fix, fixKind }: WordedCheck, words: Words): Item {
  return {
    lead: words.states[state],
    title,
    tone: state === 'fail' ? 'bad' : 'warn',
    code: id,
    texts: texts.slice(0, 1),
    details: texts.slice(1),
    ...fixOf(fix, fixKind, words),
  };
}

function fixOf(fix: string | null, kind: WordedCheck['fixKind'], { report }: Words): Pick<Item, 'command' | 'advice'> {
  if (fix === null) return {};
  const action = { label: report.labels.fix, text: fix };
  return kind === 'command' ? { command: action } : { advice: action };
}

const passedList = (passed: readonly WordedCheck[], { report, states }: Words): List => ({
  kind: 'list',
  id: 'passed',
  title: report.sections.passed,
  detail: true,
  items: passed.map(({ id, title, texts }) => ({ lead: states.ok, title, code: id, texts })),
  none: report.none,
});

/** Checks with the same reason are one item. */
function skippedList(all: readonly WordedCheck[], words: Words): List {
  const { sections, moreReasons, checks, listed, allChecked } = words.report;
  const reasons = [...new Set(all.map(({ whyText }) => whyText))];
  return {
    kind: 'list',
    id: 'skipped',
    title: sections.skipped,
    items: reasons.map((reason): Item => {
      const own = all.filter(({ whyText }) => whyText === reason);
      const [{ fix, fixKind } = { fix: null, fixKind: null }] = own;
      return {
        title: own.length > MOST_TITLES ? checks(own.length) : listed(own.map(({ title }) => title)),
        texts: [reason ?? ''],
        ...fixOf(fix, fixKind, words),
      };
    }),
    shown: SHOWN_SKIPPED,
    ...(reasons.length > SHOWN_SKIPPED && { rest: moreReasons(reasons.length - SHOWN_SKIPPED) }),
    none: allChecked,
  };
}

const rightsTable = (rights: readonly VerbRights[], { report: { heads, sections }, may: mayText }: Words): Table => ({
  kind: 'table',
  id: 'rights',
  title: sections.rights,
  detail: true,
  columns: [
    { id: 'verb', title: heads.verb, type: 'id', whole: true },
    { id: 'may', title: heads.may, type: 'id' },
    { id: 'denied', title: heads.denied, type: 'text' },
    { id: 'missing', title: heads.missing, type: 'text' },
  ],
  rows: rights.map(({ verb, may, denied, missing }) => ({
    verb,
    may: { value: may, text: mayText[may], ...(may === 'no' && { tone: 'warn' }) },
    denied: denied.join(', '),
    missing: missing.join(', '),
  })),
});

const checksTable = (checks: readonly WordedCheck[]): Table => ({
  kind: 'table',
  id: 'checks',
  title: 'Checks',
  only: 'machines',
  columns: [
    { id: 'id', title: 'id', type: 'id' },
    { id: 'group', title: 'group', type: 'id' },
    { id: 'state', title: 'state', type: 'id' },
    { id: 'evidence', title: 'evidence', type: 'text' },
    { id: 'why', title: 'why', type: 'text' },
    { id: 'fix', title: 'fix', type: 'text' },
  ],
  rows: checks.map(({ id, group, state, texts, whyText, fix }) => ({
    id,
    group,
    state,
    evidence: texts.join('; '),
    why: whyText,
    fix,
  })),
});

function summaryOf(
  checks: readonly WordedCheck[],
  partial: string | null,
  { summary, report }: Words,
): { text: string; tone?: 'bad' | 'warn' | 'good' } {
  const count = (wanted: string): number => checks.filter(({ state }) => state === wanted).length;
  const [failed, warned] = [count('fail'), count('warn')];
  const text = summary({ failed, warned, skipped: count('skipped'), passed: count('ok') });
  return {
    text: partial === null ? text : report.partial(text),
    tone: failed > 0 ? 'bad' : warned > 0 ? 'warn' : 'good',
  };
}
