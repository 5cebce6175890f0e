/** The switches of an application: what each saves and turns off. */
import { formatCount } from '../../format/number.js';
import type { FlagsListData, SwitchRow } from '../../switches/model.js';
import type { Cell, Document, Item, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import type { FlagsReportMessages } from '../messages/en/flags-report.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { readCell } from './read.js';
import { spentFact } from '../spent.js';

export function switchesDocument(
  { data, warnings, spent }: Envelope<FlagsListData>,
  { flags, recognise, common }: Messages = en,
): Document {
  const { list } = flags;
  return {
    title: { text: list.title, name: recognise.estimated(data.profile), remark: data.file ?? list.noFile },
    blocks: [
      switchesTable(data, flags),
      lossesList(data, flags),
      ...notesList(warnings, common),
      ...(spent === null ? [] : [{ kind: 'facts' as const, facts: [spentFact(spent, common)] }]),
    ],
    summary: { text: summaryOf(data, flags) },
  };
}

function switchesTable(data: FlagsListData, words: FlagsReportMessages): Table {
  const { heads, table, load, notes } = words.list;
  const { requestsPerDay, keys, apiKeys } = data;
  return {
    kind: 'table',
    id: 'switches',
    title: table,
    remark: load(requestsPerDay, keys === null ? null : { keys, apiKeys }),
    columns: [
      { id: 'switch', title: heads.switch, type: 'id', whole: true },
      { id: 'value', title: heads.value, type: 'text' },
      { id: 'off', title: heads.off, type: 'text', detail: true, drop: 1 },
      { id: 'saves_alone_per_day', title: heads.alone, type: 'count' },
      { id: 'saves_in_addition_per_day', title: heads.inAddition, type: 'count', drop: 3 },
      { id: 'saves_per_key_per_day', title: heads.perKey, type: 'mean', only: 'machines' },
      { id: 'read', title: heads.read, type: 'text' },
      { id: 'because', title: heads.because, type: 'text', detail: true, drop: 2 },
    ],
    rows: data.switches.map((row) => rowOf(row, keys, words)),
    notes: [notes.saves, notes.overlap, ...(keys === null ? [notes.noKeys] : [])],
  };
}

function rowOf(row: SwitchRow, keys: number | null, words: FlagsReportMessages): Row {
  const { overlap, marginal, perKey } = row.savesPerDay;
  return {
    switch: row.env,
    value: row.value ?? { value: row.default, text: words.list.byDefault(row.default), tone: 'quiet' },
    off: row.off,
    saves_alone_per_day: savesCell(row, overlap, keys, words),
    saves_in_addition_per_day: row.reads === false ? { value: 0, text: '' } : savesCell(row, marginal, keys, words),
    saves_per_key_per_day: perKey,
    read: readCell(row.reads, words),
    because: { value: row.readsBecause, tone: 'quiet' },
  };
}

/** If the number of keys is unknown, the saving that grows with it is given for each key. */
function savesCell(
  { reads, savesPerDay: { perKey } }: SwitchRow,
  value: number,
  keys: number | null,
  { list }: FlagsReportMessages,
): Cell {
  if (reads === false) return { value: 0, text: list.notRead, tone: 'quiet' };
  const text =
    keys !== null || perKey === 0 ? formatCount(value) : list.perKey(value === 0 ? null : formatCount(value), perKey.toFixed(1));
  return { value, text, ...(reads === null && { tone: 'quiet' as const }) };
}

function lossesList({ switches }: FlagsListData, words: FlagsReportMessages): List {
  const { losses } = words.list;
  return {
    kind: 'list',
    id: 'losses',
    title: losses.title,
    detail: true,
    items: switches.map(({ env, off, title, breaks, dark, reads, readsBecause }): Item => ({
      title: `${env}=${off}`,
      texts: [
        { text: title, tone: 'quiet' },
        breaks,
        ...(dark.length === 0 ? [] : [losses.dark(dark)]),
        losses.read(readCell(reads, words).text ?? '', readsBecause),
      ],
    })),
  };
}

/** Only switches that the application certainly reads are counted. */
function summaryOf({ switches, commandsPerDay: { on, off }, keys }: FlagsListData, { list }: FlagsReportMessages): string {
  const read = switches.filter(({ reads }) => reads === true);
  const growsWithKeys = keys === null && read.some(({ savesPerDay }) => savesPerDay.perKey > 0);
  return list.summary({
    read: read.length,
    unknown: switches.filter(({ reads }) => reads === null).length,
    switches: switches.length,
    saved: growsWithKeys ? null : { saved: on - off, of: on },
  });
}
