/** The document of an export. */
import type { ExportData } from '../../change/export/model.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';

/** Number of families on one screen. */
const SHOWN = 15;

export function exportDocument({ data, target, warnings, spent }: Envelope<ExportData>, messages: Messages = en): Document {
  const { exported: words, common } = messages;
  const { titles, labels, heads } = words;
  const { archive, restore, bytes, keys, seen, unrecognised, complete, families } = data;
  return {
    title: {
      text: complete ? titles.done : titles.unfinished,
      tone: complete ? 'good' : 'warn',
      name: target?.name ?? '',
    },
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: labels.keys, text: words.keys(keys, seen, formatDuration(spent?.seconds ?? 0)) },
          { label: labels.unknown, text: words.unknown(unrecognised) },
          { label: labels.archive, text: words.archive(archive, formatBytes(bytes)) },
          { label: labels.restore, text: restore, command: true },
          { label: labels.move, text: words.move },
        ],
      },
      {
        kind: 'table',
        id: 'families',
        title: heads.families,
        remark: formatCount(families.length),
        columns: [
          { id: 'family', title: 'id', type: 'id', only: 'machines' },
          { id: 'pattern', title: heads.pattern, type: 'id' },
          { id: 'keys', title: heads.keys, type: 'count' },
        ],
        rows: families.map((row) => ({
          family: row.id,
          pattern: { value: row.pattern, text: row.pattern ?? row.id },
          keys: row.keys,
        })),
        shown: SHOWN,
        rest: words.rest(families.length - SHOWN),
        // Here --all selects what is copied.
        showing: '--section families',
      },
      ...notesList(warnings, common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: { text: words.summary({ complete, keys, seen, size: formatBytes(bytes), archive }) },
    csv: 'families',
  };
}
