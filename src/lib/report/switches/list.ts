/** The switches of an application: what each saves and turns off. */
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { estimatedText } from '../../recognise/words.js';
import type { FlagsListData, SwitchRow } from '../../switches/model.js';
import type { Cell, Document, Item, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';

export const switchesDocument = ({ data, warnings, spent }: Envelope<FlagsListData>): Document => ({
  title: {
    text: 'Switches of',
    name: estimatedText(data.profile),
    remark: data.file ?? 'no file: all at their defaults',
  },
  blocks: [
    switchesTable(data),
    lossesList(data),
    ...notesList(warnings),
    ...(spent === null ? [] : [{ kind: 'facts' as const, facts: [spentFact(spent)] }]),
  ],
  summary: { text: summaryOf(data) },
});

const switchesTable = (data: FlagsListData): Table => ({
  kind: 'table',
  id: 'switches',
  title: 'Commands a day that a switch saves',
  remark: loadText(data),
  columns: [
    { id: 'switch', title: 'switch', type: 'id', whole: true },
    { id: 'value', title: 'value', type: 'text' },
    { id: 'off', title: 'saving value', type: 'text', detail: true, drop: 1 },
    { id: 'saves_alone_per_day', title: 'saves alone', type: 'count' },
    { id: 'saves_in_addition_per_day', title: 'saves in addition', type: 'count', drop: 3 },
    { id: 'saves_per_key_per_day', title: 'saves per key', type: 'mean', only: 'machines' },
    { id: 'read', title: 'read', type: 'text' },
    { id: 'because', title: 'because', type: 'text', detail: true, drop: 2 },
  ],
  rows: data.switches.map((row) => rowOf(row, data.keys)),
  notes: [
    'Saves alone: with everything else on. Saves in addition: with the switches above it off. Switches overlap, so only the latter add up.',
    ...(data.keys === null
      ? ['Jobs that walk over all keys are not counted, because the number of keys is not known: give it with --keys N.']
      : []),
  ],
});

function loadText({ requestsPerDay, apiKeys, keys }: FlagsListData): string {
  const requests = `at ${formatCounted(requestsPerDay, 'request', 'requests')} a day`;
  if (keys === null) return requests;
  return `${requests}, ${formatCounted(keys, 'key', 'keys')} and ${formatCounted(apiKeys, 'API key', 'API keys')} (--api-keys)`;
}

const READ: Readonly<Record<string, Cell>> = {
  true: { value: true, text: 'yes', tone: 'good' },
  false: { value: false, text: 'no', tone: 'warn' },
  null: { value: null, text: 'unknown', tone: 'quiet' },
};

const rowOf = (row: SwitchRow, keys: number | null): Row => ({
  switch: row.env,
  value: row.value ?? { value: row.default, text: `${row.default} (default)`, tone: 'quiet' },
  off: row.off,
  saves_alone_per_day: savesCell(row, row.savesPerDay.overlap, keys),
  saves_in_addition_per_day: row.reads === false ? { value: 0, text: '' } : savesCell(row, row.savesPerDay.marginal, keys),
  saves_per_key_per_day: row.savesPerDay.perKey,
  read: READ[String(row.reads)]!,
  because: { value: row.readsBecause, tone: 'quiet' },
});

/** If the number of keys is unknown, the saving that grows with it is given for each key. */
function savesCell({ reads, savesPerDay: { perKey } }: SwitchRow, value: number, keys: number | null): Cell {
  if (reads === false) return { value: 0, text: '(not read)', tone: 'quiet' };
  const text =
    keys !== null || perKey === 0
      ? formatCount(value)
      : `${value === 0 ? '' : `${formatCount(value)} + `}${perKey.toFixed(1)} a key`;
  return { value, text, ...(reads === null && { tone: 'quiet' as const }) };
}

const lossesList = ({ switches }: FlagsListData): List => ({
  kind: 'list',
  id: 'losses',
  title: 'What each switch turns off',
  detail: true,
  items: switches.map(({ env, off, title, breaks, dark, reads, readsBecause }): Item => {
    const read = READ[String(reads)]?.text ?? '';
    return {
      title: `${env}=${off}`,
      texts: [
        { text: title, tone: 'quiet' },
        breaks,
        ...(dark.length === 0 ? [] : [`Screens with no data: ${dark.join(', ')}.`]),
        `Read by the application: ${read}${readsBecause === '' ? '' : `, ${readsBecause}`}.`,
      ],
    };
  }),
});

/** Only switches that the application certainly reads are counted. */
function summaryOf({ switches, commandsPerDay: { on, off }, keys }: FlagsListData): string {
  const read = switches.filter(({ reads }) => reads === true);
  const unknown = switches.filter(({ reads }) => reads === null).length;
  const them = read.length === 1 ? 'it' : 'them';
  const growsWithKeys = keys === null && read.some(({ savesPerDay }) => savesPerDay.perKey > 0);
  const saved = growsWithKeys
    ? `what ${read.length === 1 ? 'it saves' : 'they save'} depends on the number of keys`
    : `turning ${them} off saves ${formatCount(on - off)} of ${formatCount(on)} commands a day${on > off ? ` (${formatShare((on - off) / on)})` : ''}`;
  return [
    `The application reads ${formatCount(read.length)} of ${formatCounted(switches.length, 'switch', 'switches')}${read.length === 0 ? '' : `; ${saved}`}.`,
    ...(unknown === 0 ? [] : [`${formatCount(unknown)} unknown: see --app-version.`]),
  ].join(' ');
}
