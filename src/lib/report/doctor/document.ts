/** What is wrong, what could not be checked, and what is well. */
import type { VerbRights } from '../../doctor/model.js';
import { formatCounted } from '../../format/number.js';
import { applicationsText } from '../../recognise/words.js';
import type { Document, Fact, Facts, Item, List, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { partialFacts } from '../figures-head.js';
import { en } from '../messages/en.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import type { DoctorReport, WordedCheck } from './worded.js';

/** Items of one screen. */
const SHOWN = 5;
const SHOWN_SKIPPED = 2;
/** Checks that an item names. */
const MOST_TITLES = 12;

export function doctorDocument({ data, warnings, spent, target }: Envelope<DoctorReport>): Document {
  const { checks, rights } = data;
  const by = (...states: string[]): WordedCheck[] => states.flatMap((state) => checks.filter((check) => check.state === state));
  return {
    title: { text: 'Health of', name: target?.name ?? '', remark: productText(data) },
    blocks: [
      ...headFacts(data),
      problemsList(by('fail', 'warn')),
      passedList(by('ok')),
      skippedList(by('skipped')),
      rightsTable(rights),
      checksTable(checks),
      ...notesList(warnings),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: summaryOf(checks, data.partial),
    csv: 'checks',
  };
}

const productText = ({ server }: DoctorReport): string =>
  server === null ? '' : `${server.product ?? 'Redis'} ${server.version ?? ''}`.trim();

function headFacts({ applications, partial, checks }: DoctorReport): Facts[] {
  // Nothing is known of a server that cannot be reached.
  if (checks.some(({ id, state }) => id === 'connect' && state === 'fail')) return [];
  const ping = checks.find(({ id, state }) => id === 'ping' && state === 'ok');
  const names = applicationsText(applications.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })));
  const facts: Fact[] = [
    { label: 'Application', text: names },
    ...(ping ? [{ label: 'From here', text: ping.texts.join('; ') }] : []),
    ...partialFacts({ partial }),
  ];
  return [{ kind: 'facts', facts }];
}

function problemsList(problems: readonly WordedCheck[]): List {
  return {
    kind: 'list',
    id: 'problems',
    title: 'Problems',
    items: problems.map(problemItem),
    shown: SHOWN,
    ...(problems.length > SHOWN && { rest: formatCounted(problems.length - SHOWN, 'more problem', 'more problems') }),
    none: 'none',
  };
}

function problemItem({ id, state, title, texts, fix, fixKind }: WordedCheck): Item {
  return {
    lead: en.doctor.states[state],
    title,
    tone: state === 'fail' ? 'bad' : 'warn',
    code: id,
    texts: texts.slice(0, 1),
    details: texts.slice(1),
    ...fixOf(fix, fixKind),
  };
}

const fixOf = (fix: string | null, kind: WordedCheck['fixKind']): Pick<Item, 'command' | 'advice'> =>
  fix === null ? {} : kind === 'command' ? { command: { label: 'fix', text: fix } } : { advice: { label: 'fix', text: fix } };

const passedList = (passed: readonly WordedCheck[]): List => ({
  kind: 'list',
  id: 'passed',
  title: 'Passed',
  detail: true,
  items: passed.map(({ id, title, texts }) => ({ lead: en.doctor.states.ok, title, code: id, texts })),
  none: 'none',
});

/** Checks with the same reason are one item. */
function skippedList(all: readonly WordedCheck[]): List {
  const reasons = [...new Set(all.map(({ whyText }) => whyText))];
  return {
    kind: 'list',
    id: 'skipped',
    title: 'Not checked',
    items: reasons.map((reason): Item => {
      const own = all.filter(({ whyText }) => whyText === reason);
      const [{ fix, fixKind } = { fix: null, fixKind: null }] = own;
      return {
        title: own.length > MOST_TITLES ? formatCounted(own.length, 'check', 'checks') : own.map(({ title }) => title).join(', '),
        texts: [reason ?? ''],
        ...fixOf(fix, fixKind),
      };
    }),
    shown: SHOWN_SKIPPED,
    ...(reasons.length > SHOWN_SKIPPED && { rest: formatCounted(reasons.length - SHOWN_SKIPPED, 'more reason', 'more reasons') }),
    none: 'everything was checked',
  };
}

const rightsTable = (rights: readonly VerbRights[]): Table => ({
  kind: 'table',
  id: 'rights',
  title: 'What this user may do',
  detail: true,
  columns: [
    { id: 'verb', title: 'verb', type: 'id', whole: true },
    { id: 'may', title: 'may', type: 'id' },
    { id: 'denied', title: 'may not send', type: 'text' },
    { id: 'missing', title: 'the server lacks', type: 'text' },
  ],
  rows: rights.map(({ verb, may, denied, missing }) => ({
    verb,
    may: { value: may, text: en.doctor.may[may], ...(may === 'no' && { tone: 'warn' }) },
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

function summaryOf(checks: readonly WordedCheck[], partial: string | null): { text: string; tone?: 'bad' | 'warn' | 'good' } {
  const count = (wanted: string): number => checks.filter(({ state }) => state === wanted).length;
  const [failed, warned] = [count('fail'), count('warn')];
  const text = en.doctor.summary({ failed, warned, skipped: count('skipped'), passed: count('ok') });
  return {
    text: partial === null ? text : `Partial report: ${text}`,
    tone: failed > 0 ? 'bad' : warned > 0 ? 'warn' : 'good',
  };
}
